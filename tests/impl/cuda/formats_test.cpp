// Number formats and divisions of the kernels, against those of core and of the language.
#include "cuda/formats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/dtype.h"
#include "cuda/divider.h"

namespace cuda {
namespace {

template <class T>
constexpr bncheck::DType kDType = bncheck::DType::f16;
template <>
constexpr bncheck::DType kDType<BFloat16> = bncheck::DType::bf16;
template <>
constexpr bncheck::DType kDType<float> = bncheck::DType::f32;

template <class T>
class Formats : public testing::Test {};
using Types = testing::Types<Float16, BFloat16>;
TYPED_TEST_SUITE(Formats, Types);

void expect_same(double got, double expected, double of) {
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(got)) << of;
  } else {
    EXPECT_EQ(got, expected) << of;
    EXPECT_EQ(std::signbit(got), std::signbit(expected)) << of;
  }
}

template <class T>
void expect_rounded(double value) {
  expect_same(to_double(rounded<T>(value)), bncheck::round_to(kDType<T>, value), value);
}

template <class T>
T of_bits(unsigned bits) {
  return {static_cast<std::uint16_t>(bits)};
}

TYPED_TEST(Formats, RoundWhatTheyHoldToItself) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const double value = to_double(of_bits<TypeParam>(bits));
    expect_rounded<TypeParam>(value);
    if (!std::isnan(value)) {
      EXPECT_EQ(rounded<TypeParam>(value).bits, bits);
    }
  }
}

/// Just below, on and above the middle of neighbours: there rounding twice would show.
TYPED_TEST(Formats, RoundOnceAroundTheMiddles) {
  for (unsigned bits = 0; bits < 0x7fff; ++bits) {
    const double low = to_double(of_bits<TypeParam>(bits));
    const double high = to_double(of_bits<TypeParam>(bits + 1));
    if (!std::isfinite(high)) continue;
    const double middle = (low + high) / 2;
    for (const double value : {middle, std::nextafter(middle, 0), std::nextafter(middle, high)}) {
      expect_rounded<TypeParam>(value);
      expect_rounded<TypeParam>(-value);
    }
  }
}

TYPED_TEST(Formats, RoundWhatIsFarOutside) {
  for (const double value :
       {65519.999999, 65520.0, 65536.0, 3.3953138e38, 3.4e38, 1e300, 1e-300, 0x1p-25,
        0x1.000001p-25, 0x1p-133, 0x1p-134, 0x1.1p-134, 0x1p-149,
        std::numeric_limits<double>::infinity(), std::numeric_limits<double>::denorm_min(),
        std::numeric_limits<double>::quiet_NaN()}) {
    expect_rounded<TypeParam>(value);
    expect_rounded<TypeParam>(-value);
  }
}

TEST(Divider, DividesAllThatIsAsked) {
  constexpr std::uint32_t kLast = (std::uint32_t{1} << 31) - 1;
  for (const std::uint32_t divisor : {1U, 2U, 3U, 7U, 49U, 196U, 641U, 3136U, 12544U, 65535U,
                                      65537U, 1000003U, kLast - 1, kLast}) {
    const Divider divider(divisor);
    for (std::uint32_t multiple = 0; multiple < 1000; ++multiple) {
      const std::uint32_t near = kLast / 1000 * multiple / divisor * divisor;
      for (const std::uint32_t n : {near, near + 1, near + divisor - 1, kLast - multiple}) {
        if (n > kLast) continue;
        ASSERT_EQ(divider.quotient(n), n / divisor) << n << " / " << divisor;
      }
    }
  }
}

}  // namespace
}  // namespace cuda

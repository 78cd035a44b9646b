// Sums by many threads of several blocks, against those of the plug-in cpu.
#include "cuda/rounded/exact_sum.h"

#include <gtest/gtest.h>

#include "cpu/rounded/exact_channel.h"
#include "cpu/rounded/fixed_sum.h"
#include "cuda/emulation/executor.h"
#include "tests/impl/cuda/rounded/exact_numbers.h"

namespace cuda {
namespace {

template <class P>
constexpr int kDigits = DigitsOf<P>::kValues + DigitsOf<P>::kProducts;
using Digits = std::vector<std::int64_t>;

/// Sums x and x * y: a block in shared memory, then all blocks.
template <class T, class P>
struct SumKernel {
  const std::vector<P>&x, &y;
  std::int64_t* total;

  template <class Context>
  void operator()(Context& cx) const {
    auto* const own = cx.template shared<std::int64_t>(0);
    for (int i = cx.thread(); i < kDigits<P>; i += cx.threads()) own[i] = 0;
    cx.sync_block();
    ExactSumOf<T> sum(own, own + DigitsOf<P>::kValues);
    const auto threads = static_cast<std::size_t>(cx.blocks() * cx.threads());
    for (auto i = static_cast<std::size_t>(cx.block() * cx.threads() + cx.thread()); i < x.size();
         i += threads) {
      sum.add(cx, x[i]);
      sum.add_product(cx, x[i], y[i]);
    }
    sum.flush(cx);
    cx.sync_block();
    add_digits(cx, total, own, kDigits<P>);
  }
};

template <class T, class P>
Digits digits_of(const std::vector<P>& x, const std::vector<P>& y, std::uint64_t seed,
                 int blocks = 3, int threads = 64) {
  Digits total(kDigits<P>);
  emulation::launch({.blocks = blocks, .threads = threads, .shared_bytes = kDigits<P> * 8},
                    SumKernel<T, P>{x, y, total.data()}, {.seed = seed, .yield_probability = 0.3});
  return total;
}

/// Returns the sums of x and of x * y.
std::pair<cpu::Binary, cpu::Binary> expected_of(const std::vector<float>& x,
                                                const std::vector<float>& y) {
  cpu::ExactSum expected;
  for (std::size_t i = 0; i < x.size(); ++i) {
    expected.add(x[i]);
    expected.add_product(x[i], y[i]);
  }
  return {expected.values(), expected.products()};
}
std::pair<cpu::Binary, cpu::Binary> expected_of(const std::vector<double>& x,
                                                const std::vector<double>& y) {
  cpu::DoubleChannelSums sums;
  for (std::size_t i = 0; i < x.size(); ++i) sums.add(x[i], y[i], 0);
  const cpu::ChannelTotals totals = sums.totals();
  return {totals.x, totals.dy_x};
}

template <class T = float, class P>
void expect_exact(const std::vector<P>& x, const std::vector<P>& y) {
  using Of = DigitsOf<P>;
  const auto [sum, products] = expected_of(x, y);
  const Digits digits = digits_of<T>(x, y, 1);
  Desk desk(512);
  expect_equal(desk.calculator.total(digits.data(), Of::kValues, Of::kLeastValue), sum);
  expect_equal(desk.calculator.total(digits.data() + Of::kValues, Of::kProducts, Of::kLeastProduct),
               products);
  for (std::int64_t digit : digits)
    EXPECT_LT(std::abs(digit) >> 32, static_cast<std::int64_t>(x.size()));
}

constexpr float kLargest = std::numeric_limits<float>::max();

/// A function's values at 0, 1, ...
template <class Function>
std::vector<float> values(std::size_t count, const Function& function) {
  std::vector<float> found(count);
  for (std::size_t i = 0; i < count; ++i) found[i] = function(static_cast<int>(i));
  return found;
}

std::vector<float> noise(std::size_t count, float mean, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(mean, 1);
  return values(count, [&](int) { return normal(random); });
}

/// Finite floats of all exponents.
std::vector<float> all_exponents(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  return values(count, [&](int) {
    const auto bits = static_cast<std::uint32_t>(random());
    return bits_as<float>((bits >> 23 & 0xff) == 0xff ? bits & 0xbfffffff : bits);
  });
}

TEST(ExactSum, OfOrdinaryData) {
  expect_exact(noise(3000, 0, 1), noise(3000, 0, 2));
  expect_exact(noise(3000, 1e6f, 3), noise(3000, -1e-6f, 4));
  expect_exact(noise(7, 0, 5), noise(7, 0, 6));  // most threads have nothing
}

TEST(ExactSum, OfAllExponents) {
  for (unsigned seed = 0; seed < 5; ++seed)
    expect_exact(all_exponents(3000, seed), all_exponents(3000, seed + 100));
}

TEST(ExactSum, OfSubnormalNumbers) {
  std::mt19937 random(1);
  const auto tiny = [&](int) { return static_cast<float>(random() % 0x800000) * 0x1p-149f; };
  expect_exact(values(2000, tiny), values(2000, tiny));
  expect_exact(std::vector<float>(2000, -0x1p-149f), std::vector<float>(2000, 0x1p-149f));
}

TEST(ExactSum, OfEqualValues) {
  for (float value : {0.1f, 0.0f, -0.0f, 1.0f, -0x1.fffffep-126f, kLargest, -kLargest}) {
    const std::vector<float> x(5000, value);
    expect_exact(x, x);
  }
}

TEST(ExactSum, OfTheLargestNumbersWithAlternatingSigns) {
  const std::vector<float> x = values(3001, [](int i) { return i % 2 ? kLargest : -kLargest; });
  const std::vector<float> y = values(3001, [](int i) { return i % 3 ? kLargest : 0x1p-149f; });
  expect_exact(x, y);
  expect_exact(y, x);
}

TEST(ExactSum, OfLargeNumbersThatLeaveSmallOnes) {
  const std::vector<float> y = noise(4000, 0, 7);
  // Thread by thread, a large number and what cancels it around ordinary ones.
  const std::vector<float> x = values(4000, [&](int i) {
    const int round = i / 192;
    return round == 2 ? 0x1p100f : round == 12 ? -0x1p100f : y[static_cast<std::size_t>(i)];
  });
  expect_exact(x, y);
  expect_exact(x, x);
}

TEST(ExactSum, OfHalves) {
  std::mt19937 random(1);
  const auto half = [&](int) {
    return static_cast<float>(to_double(Float16{static_cast<std::uint16_t>(random() & 0xbbff)}));
  };
  const auto bfloat = [&](int) {
    return static_cast<float>(to_double(BFloat16{static_cast<std::uint16_t>(random() & 0xbfff)}));
  };
  expect_exact<Float16>(values(3000, half), values(3000, half));
  expect_exact<BFloat16>(values(3000, bfloat), values(3000, bfloat));
}

TEST(ExactSum, IsTheSameWhoeverGoesOn) {
  const std::vector<float> x = all_exponents(2000, 1), y = noise(2000, 0, 2);
  const Digits first = digits_of<float>(x, y, 0);
  for (std::uint64_t seed = 1; seed < 20; ++seed) EXPECT_EQ(digits_of<float>(x, y, seed), first);
}

TEST(ExactSum, LeavesOutWhatIsNotFinite) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (float value : {kInfinity, -kInfinity, std::numeric_limits<float>::quiet_NaN()}) {
    std::vector<float> x = noise(1000, 0, 1);
    x[500] = value;
    // Memory is kept: what the sum comes to, nobody says.
    EXPECT_NO_THROW(digits_of<float>(x, x, 1));
  }
}

/// Ordinary data reaches the digits when a thread is done, but for one value in thousands.
TEST(ExactSum, SeldomAddsToDigits) {
  const std::vector<float> x = noise(1 << 16, 0.5f, 1);
  Digits digits(kDigits<float>);
  const auto kernel = [&](emulation::Context& cx) {
    ExactSum sum(digits.data(), digits.data() + kValueDigits);
    for (std::size_t i = static_cast<std::size_t>(cx.thread()); i < x.size(); i += 32) {
      sum.add(cx, x[i]);
      sum.add_product(cx, x[i], x[i]);
    }
    sum.flush(cx);
  };
  const auto bytes = emulation::launch({.blocks = 1, .threads = 32}, kernel).traffic.loaded_bytes;
  EXPECT_LT(bytes / 8, 32u * 9 + x.size() / 1000);
}

/// A function's values at 0, 1, ..., as doubles.
template <class Function>
std::vector<double> doubles(std::size_t count, const Function& function) {
  std::vector<double> found(count);
  for (std::size_t i = 0; i < count; ++i) found[i] = function(static_cast<int>(i));
  return found;
}
std::vector<double> long_noise(std::size_t count, double mean, double deviation, unsigned seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(mean, deviation);
  return doubles(count, [&](int) { return normal(random); });
}

TEST(ExactDoubleSum, OfOrdinaryData) {
  expect_exact<double>(long_noise(3000, 0, 1, 1), long_noise(3000, 0, 1, 2));
  expect_exact<double>(long_noise(3000, 1e6, 1, 3), long_noise(3000, -1e-6, 1e-6, 4));
}

TEST(ExactDoubleSum, OfAllExponents) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::mt19937_64 random(seed);
    const auto any = [&](int) { return any_double(random); };
    expect_exact<double>(doubles(3000, any), doubles(3000, any));
  }
}

/// Also where the product of two underflows, or is beyond the range.
TEST(ExactDoubleSum, OfProductsAboutTheEndsOfTheRange) {
  for (const int power : {-1074, -1040, -540, -537, -485, -480, -475, 475, 480, 485, 511, 900}) {
    const double scale = std::ldexp(1, power);
    const auto x =
        doubles(2000, [&](int i) { return scale * (1 + static_cast<double>(i % 1013) / 1013); });
    expect_exact<double>(x, x);
    expect_exact<double>(x, long_noise(2000, 0, 1, 5));
  }
}

TEST(ExactDoubleSum, OfTheLargestAndTheLeast) {
  constexpr double kMost = std::numeric_limits<double>::max(), kLeast = 0x1p-1074;
  for (const double value : {kMost, -kMost, kLeast, -kLeast, 0x1p-1022, 0.1, 0.0}) {
    const std::vector<double> x(3000, value);
    expect_exact<double>(x, x);
    expect_exact<double>(x, doubles(3000, [](int i) { return i % 2 ? kMost : kLeast; }));
  }
}

TEST(ExactDoubleSum, OfLargeNumbersThatLeaveSmallOnes) {
  const std::vector<double> y = long_noise(4000, 0, 1, 7);
  const std::vector<double> x = doubles(4000, [&](int i) {
    const int round = i / 192;
    return round == 2 ? 0x1p300 : round == 12 ? -0x1p300 : y[static_cast<std::size_t>(i)];
  });
  expect_exact<double>(x, y);
  expect_exact<double>(x, x);
}

/// Ordinary data reaches the digits when a thread is done: six numbers, of three digits each.
TEST(ExactDoubleSum, SeldomAddsToDigits) {
  const std::vector<double> x = long_noise(1 << 14, 0.5, 1, 1);
  Digits digits(kDigits<double>);
  const auto kernel = [&](emulation::Context& cx) {
    ExactSumOf<double> sum(digits.data(), digits.data() + DigitsOf<double>::kValues);
    for (std::size_t i = static_cast<std::size_t>(cx.thread()); i < x.size(); i += 32) {
      sum.add(cx, x[i]);
      sum.add_product(cx, x[i], x[i]);
    }
    sum.flush(cx);
  };
  const auto bytes = emulation::launch({.blocks = 1, .threads = 32}, kernel).traffic.loaded_bytes;
  EXPECT_LT(bytes / 8, 32u * 18 + x.size() / 1000);
}

}  // namespace
}  // namespace cuda

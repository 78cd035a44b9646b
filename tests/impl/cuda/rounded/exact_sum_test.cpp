// Sums by many threads of several blocks, against those of the plug-in cpu.
#include "cuda/rounded/exact_sum.h"

#include <gtest/gtest.h>

#include "cpu/rounded/exact_channel.h"
#include "cuda/emulation/executor.h"
#include "tests/impl/cuda/rounded/exact_numbers.h"

namespace cuda {
namespace {

constexpr int kDigits = kValueDigits + kProductDigits;
using Digits = std::vector<std::int64_t>;

/// Sums x and x * y: a block in shared memory, then all blocks.
template <class T>
struct SumKernel {
  const std::vector<float>&x, &y;
  std::int64_t* total;

  template <class Context>
  void operator()(Context& cx) const {
    auto* const own = cx.template shared<std::int64_t>(0);
    for (int i = cx.thread(); i < kDigits; i += cx.threads()) own[i] = 0;
    cx.sync_block();
    ExactSumOf<T> sum(own, own + kValueDigits);
    const auto threads = static_cast<std::size_t>(cx.blocks() * cx.threads());
    for (auto i = static_cast<std::size_t>(cx.block() * cx.threads() + cx.thread()); i < x.size();
         i += threads) {
      sum.add(cx, x[i]);
      sum.add_product(cx, x[i], y[i]);
    }
    sum.flush(cx);
    cx.sync_block();
    add_digits(cx, total, own, kDigits);
  }
};

template <class T>
Digits digits_of(const std::vector<float>& x, const std::vector<float>& y, std::uint64_t seed,
                 int blocks = 3, int threads = 64) {
  Digits total(kDigits);
  emulation::launch({.blocks = blocks, .threads = threads, .shared_bytes = kDigits * 8},
                    SumKernel<T>{x, y, total.data()}, {.seed = seed, .yield_probability = 0.3});
  return total;
}

template <class T = float>
void expect_exact(const std::vector<float>& x, const std::vector<float>& y) {
  cpu::ExactSum expected;
  for (std::size_t i = 0; i < x.size(); ++i) {
    expected.add(x[i]);
    expected.add_product(x[i], y[i]);
  }
  const Digits digits = digits_of<T>(x, y, 1);
  Desk desk(64);
  expect_equal(desk.calculator.total(digits.data(), kValueDigits, kLeastValueExponent),
               expected.values());
  expect_equal(
      desk.calculator.total(digits.data() + kValueDigits, kProductDigits, kLeastProductExponent),
      expected.products());
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
  Digits digits(kDigits);
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

}  // namespace
}  // namespace cuda

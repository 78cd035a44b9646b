#include <gtest/gtest.h>

#include "tests/impl/cuda/rounded/exact_numbers.h"

namespace cuda {
namespace {

using cpu::Binary;
using cpu::Integer;

constexpr int kPlenty = 1 << 16;

TEST(Calculator, HasEveryFiniteDouble) {
  std::mt19937_64 random(1);
  std::vector<double> values = kExtremeDoubles;
  for (int i = 0; i < 10000; ++i) values.push_back(any_double(random));
  Desk desk(kPlenty);
  for (double value : values) {
    expect_equal(desk.calculator.number(value), value);
    EXPECT_LE(desk.calculator.used(), Exact::kHeader + 2);
    desk.calculator.release(0);
  }
}

TEST(Calculator, HasEveryInteger) {
  constexpr std::int64_t kLeast = INT64_MIN, kMost = INT64_MAX;
  std::vector<std::int64_t> values = {0, 1, -1, kLeast, kMost, kLeast + 1, 1LL << 32, -(1LL << 31)};
  std::mt19937_64 random(2);
  for (int i = 0; i < 1000; ++i)
    values.push_back(static_cast<std::int64_t>(random()) >> random() % 64);
  Desk desk(kPlenty);
  for (std::int64_t value : values) expect_equal(desk.calculator.whole(value), {Integer(value), 0});
}

/// Numbers of up to so many limbs, with runs of zeros and ones: there carries are long.
struct Pair {
  Exact number;
  Binary expected;
};
Pair some_number(Calculator& calculator, std::mt19937_64& random, int limbs) {
  Pair sum{calculator.whole(0), 0.0};
  for (int i = 0; i < limbs; ++i) {
    const auto kind = random() % 4;
    const std::int64_t part = kind == 0   ? 0
                              : kind == 1 ? 0xffffffff
                                          : static_cast<std::int64_t>(random() >> 32);
    const double place = std::ldexp(1, 32 * i);
    sum.number = calculator.plus(
        sum.number, calculator.times(calculator.whole(part), calculator.number(place)));
    sum.expected = sum.expected + Binary(Integer(part), 0) * Binary(place);
  }
  const double scale = std::ldexp(random() % 2 ? 1 : -1, static_cast<int>(random() % 300) - 150);
  return {calculator.times(sum.number, calculator.number(scale)), sum.expected * Binary(scale)};
}

TEST(Calculator, AddsSubtractsAndMultipliesWithoutError) {
  std::mt19937_64 random(3);
  Desk desk(kPlenty);
  Calculator& calculator = desk.calculator;
  for (int i = 0; i < 2000; ++i) {
    const Pair a = some_number(calculator, random, static_cast<int>(random() % 12));
    const Pair b = some_number(calculator, random, static_cast<int>(random() % 12));
    expect_equal(a.number, a.expected);
    expect_equal(calculator.plus(a.number, b.number), a.expected + b.expected);
    expect_equal(calculator.minus(a.number, b.number), a.expected - b.expected);
    expect_equal(calculator.times(a.number, b.number), a.expected * b.expected);
    expect_equal(calculator.negative(a.number), Binary(0.0) - a.expected);
    // Where all but a little cancels.
    const Exact near = calculator.plus(a.number, calculator.number(0x1p-140));
    expect_equal(calculator.minus(near, a.number), 0x1p-140);
    expect_equal(calculator.minus(a.number, near), -0x1p-140);
    expect_equal(calculator.minus(a.number, a.number), 0.0);
    calculator.release(0);
  }
  EXPECT_FALSE(calculator.overflowed());
}

TEST(Calculator, CombinesExtremeDoubles) {
  Desk desk(kPlenty);
  for (double a : kExtremeDoubles) {
    for (double b : kExtremeDoubles) {
      const Exact first = desk.calculator.number(a), second = desk.calculator.number(b);
      expect_equal(desk.calculator.plus(first, second), Binary(a) + Binary(b));
      expect_equal(desk.calculator.minus(first, second), Binary(a) - Binary(b));
      expect_equal(desk.calculator.times(first, second), Binary(a) * Binary(b));
      desk.calculator.release(0);
    }
  }
}

TEST(Calculator, TotalsDigitsOfAnySizeAndSign) {
  std::mt19937_64 random(4);
  Desk desk(kPlenty);
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::int64_t> digits(random() % 20);
    Binary expected = 0.0;
    for (std::size_t k = 0; k < digits.size(); ++k) {
      const std::int64_t corners[] = {0, 0, -1, INT64_MIN, INT64_MAX, 0xffffffff, -(1LL << 32)};
      const auto kind = random() % 12;
      digits[k] = kind < 7 ? corners[kind] : static_cast<std::int64_t>(random()) >> random() % 64;
      expected = expected + Binary(Integer(digits[k]), static_cast<int>(32 * k) - 298);
    }
    const int count = static_cast<int>(digits.size());
    expect_equal(desk.calculator.total(digits.data(), count, -298), expected);
    EXPECT_LE(desk.calculator.used(), Exact::kHeader + count + 1);
    desk.calculator.release(0);
  }
}

/// Every operation, on numbers that come to many limbs.
Exact everything(Calculator& calculator) {
  const std::int64_t digits[] = {5, -7, INT64_MAX, 0, -3};
  const Exact total = calculator.total(digits, 5, -149);
  const Exact sum = calculator.plus(calculator.number(0x1.23456789abcdep300), total);
  const Exact product = calculator.times(sum, calculator.times(sum, total));
  return calculator.minus(product, calculator.whole(INT64_MAX));
}

TEST(Calculator, SaysWhereMemoryDoesNotSufficeAndWritesNoneBeyond) {
  Desk plenty(kPlenty);
  const Binary expected = binary_of(everything(plenty.calculator));
  const int peak = plenty.calculator.peak();
  EXPECT_GT(peak, 60);
  for (int words = 0; words <= peak; ++words) {
    Desk desk(words);
    const Exact found = everything(desk.calculator);
    EXPECT_EQ(desk.calculator.overflowed(), words < peak) << words;
    EXPECT_TRUE(desk.kept_to_its_memory()) << words;
    EXPECT_LE(desk.calculator.peak(), words);
    if (words == peak) expect_equal(found, expected);
  }
}

TEST(Calculator, AnswersZeroForWhatFindsNoRoom) {
  Desk desk(Exact::kHeader + 3);
  const Exact number = desk.calculator.number(0x1.23456789abcdep300);
  EXPECT_EQ(desk.calculator.times(number, number).sign, 0);
  EXPECT_TRUE(desk.calculator.overflowed());
  expect_equal(number, 0x1.23456789abcdep300);
}

TEST(Calculator, GivesMemoryBackButForWhatIsKept) {
  Desk desk(kPlenty);
  Calculator& calculator = desk.calculator;
  const Exact first = calculator.number(0.1);
  const int mark = calculator.used();
  EXPECT_EQ(mark, Exact::kHeader + 2);
  const Exact cube = calculator.times(calculator.times(first, first), first);
  const Binary expected = binary_of(cube);
  const Exact kept = calculator.kept(cube, mark);
  EXPECT_EQ(calculator.used(), mark + Exact::kHeader + kept.size());
  EXPECT_EQ(kept.memory, desk.memory.data() + mark);
  expect_equal(kept, expected);
  expect_equal(first, 0.1);
  calculator.number(0.7);
  expect_equal(kept, expected);
  calculator.release(mark);
  EXPECT_EQ(calculator.used(), mark);
  EXPECT_GT(calculator.peak(), mark + Exact::kHeader + kept.size());
}

}  // namespace
}  // namespace cuda

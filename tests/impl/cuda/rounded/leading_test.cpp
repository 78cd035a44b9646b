// The first 106 bits of a number, against integers.
#include <gtest/gtest.h>

#include <limits>

#include "tests/impl/cuda/rounded/exact_numbers.h"

namespace cuda {
namespace {

using cpu::Binary;
using cpu::Integer;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Binary magnitude(const Binary& value) { return {abs(value.mantissa), value.exponent}; }

/// That both doubles hold the number, but for so much.
void expect_leading(const Exact& number, double smallest = 0) {
  const Leading found = leading(number);
  const Binary value = binary_of(number);
  const Binary error = magnitude(Binary(found.high) + Binary(found.low) - value);
  const Binary bound = magnitude(value) * Binary(0x1p-104) + Binary(smallest);
  EXPECT_LE((error - bound).sign(), 0) << found.high << " + " << found.low;
  EXPECT_EQ(found.exact, error.sign() == 0) << found.high << " + " << found.low;
  if (smallest > 0) return;  // low is rounded
  EXPECT_EQ(found.high + found.low, found.high);
}

/// A number of so many bits whose first is 2^(power + bits - 1).
Exact some_bits(Calculator& calculator, std::mt19937_64& random, int bits, int power) {
  Exact sum = calculator.whole(1);
  for (int i = 1; i < bits; ++i) {
    const bool ends = i == 1 || i == bits - 1;
    const auto bit = static_cast<std::int64_t>(ends ? 1 : random() >> 63);
    sum = calculator.plus(calculator.plus(sum, sum), calculator.whole(bit));
    if (i % 8 == 0) sum = calculator.kept(sum, 0);
  }
  sum = calculator.kept(sum, 0);
  sum.memory[0] += static_cast<std::uint32_t>(power);
  if (random() % 2) sum.sign = -1;
  return sum;
}

TEST(Leading, HoldsTheFirst106Bits) {
  std::mt19937_64 random(1);
  Desk desk(4096);
  for (int bits = 1; bits < 400; ++bits) {
    for (int power : {-700, -149, -1, 0, 17, 600}) {
      expect_leading(some_bits(desk.calculator, random, bits, power));
    }
  }
}

TEST(Leading, HasEveryDoubleExactly) {
  std::mt19937_64 random(2);
  Desk desk(16);
  std::vector<double> values = kExtremeDoubles;
  for (int i = 0; i < 10000; ++i) values.push_back(any_double(random));
  for (double value : values) {
    const Leading found = leading(desk.calculator.number(value));
    EXPECT_EQ(found.high, value);
    EXPECT_EQ(found.low, 0);
    EXPECT_TRUE(found.exact) << value;
    desk.calculator.release(0);
  }
}

TEST(Leading, RoundsToNearestWhereOnesRunOn) {
  Desk desk(64);
  Calculator& calculator = desk.calculator;
  for (int power : {60, 106, 107, 160}) {
    const Exact number =
        calculator.minus(calculator.number(std::ldexp(1, power)), calculator.whole(1));
    const Leading found = leading(number);
    EXPECT_EQ(found.high, std::ldexp(1, power));
    expect_leading(number);
    calculator.release(0);
  }
}

TEST(Leading, LosesWhatIsBelowTheRangeOfDouble) {
  std::mt19937_64 random(3);
  Desk desk(4096);
  for (int power = -1500; power < -900; ++power) {
    for (int bits : {1, 20, 53, 54, 110, 200}) {
      expect_leading(some_bits(desk.calculator, random, bits, power), 0x1p-1074);
    }
  }
  const Exact tiny = desk.calculator.whole(1);
  for (int exponent : {-1075, -1076, -3000, -100000}) {
    tiny.memory[0] = static_cast<std::uint32_t>(exponent);
    const Leading found = leading(tiny);
    EXPECT_EQ(found.high, 0);
    EXPECT_EQ(found.low, 0);
    EXPECT_FALSE(found.exact);
  }
}

TEST(Leading, IsInfiniteBeyondTheRangeOfDouble) {
  Desk desk(64);
  const Exact large = desk.calculator.number(-0.1);
  for (int exponent : {1024, 3000, 100000}) {
    large.memory[0] = static_cast<std::uint32_t>(exponent);
    EXPECT_EQ(leading(large).high, -kInfinity);
    EXPECT_FALSE(leading(large).exact);
  }
  // What rounds to 2^1024 is beyond, too.
  const Exact most = desk.calculator.number(std::numeric_limits<double>::max());
  const Exact more = desk.calculator.plus(most, desk.calculator.number(0x1.8p969));
  EXPECT_FALSE(leading(desk.calculator.plus(more, desk.calculator.number(0x1p969))).exact);
}

}  // namespace
}  // namespace cuda

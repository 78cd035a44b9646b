#pragma once

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "cpu/rounded/surd.h"
#include "cuda/rounded/calculator.h"

// What Calculator is compared with: integers of a library.
namespace cuda {

inline cpu::Binary binary_of(const Exact& number) {
  if (number.sign == 0) return 0.0;
  const Limbs limbs = number.limbs();
  cpu::Integer magnitude = 0;
  for (int i = limbs.size; i-- > 0;) magnitude = (magnitude << 32) + limbs.at(i);
  return {magnitude * number.sign, number.exponent()};
}

/// That the number is this one, in as few limbs as it takes.
inline void expect_equal(const Exact& number, const cpu::Binary& expected) {
  EXPECT_EQ((binary_of(number) - expected).sign(), 0)
      << binary_of(number).mantissa << " * 2^" << binary_of(number).exponent << ", not "
      << expected.mantissa << " * 2^" << expected.exponent;
  EXPECT_EQ(number.sign, expected.sign());
  if (number.sign == 0) return;
  EXPECT_NE(number.limbs().at(0), 0u);
  EXPECT_NE(number.limbs().at(number.size() - 1), 0u);
}

/// A calculator in memory of its own, and what is beyond the end.
struct Desk {
  explicit Desk(int words)
      : memory(static_cast<std::size_t>(words) + 64, kUntouched),
        calculator(memory.data(), words),
        end(static_cast<std::size_t>(words)) {}

  bool kept_to_its_memory() const {
    for (std::size_t i = end; i < memory.size(); ++i)
      if (memory[i] != kUntouched) return false;
    return true;
  }

  static constexpr std::uint32_t kUntouched = 0x5a5a5a5a;
  std::vector<std::uint32_t> memory;
  Calculator calculator;
  std::size_t end;
};

/// A finite double of any exponent and sign, subnormal ones included.
inline double any_double(std::mt19937_64& random) {
  double value;
  do {
    value = bits_as<double>(random());
  } while (!(std::fabs(value) <= std::numeric_limits<double>::max()));
  return value;
}

inline const std::vector<double> kExtremeDoubles = {0.0,
                                                    -0.0,
                                                    1.0,
                                                    -1.0,
                                                    0x1.fffffffffffffp1023,
                                                    -0x1.fffffffffffffp1023,
                                                    0x1p1023,
                                                    0x1p-1074,
                                                    -3e-320,
                                                    0x1p-1022,
                                                    0x0.fffffffffffffp-1022,
                                                    0x1p32,
                                                    0x1p31,
                                                    0x1p-32,
                                                    0x1.00000001p32,
                                                    0x1.fffffffep31,
                                                    0x1.fffffffffffffp52,
                                                    0.1};

}  // namespace cuda

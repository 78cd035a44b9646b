#include "reference/certified/exact_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <vector>

#include "tests/reference/exact_rounding.h"

namespace bncheck::reference {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr double kSmallest = std::numeric_limits<double>::denorm_min();

/// A term of a sum: a, or a * b.
struct Term {
  double a;
  double b;
  bool is_product;
};

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : random_(seed) {}

  int integer(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }

  /// Any finite double is as likely as any other; extremes and zeros come in between.
  double number() {
    const int kind = integer(0, 15);
    if (kind < 4) return std::vector<double>{0, kLargest, -kLargest, -kSmallest}[std::size_t(kind)];
    const double value = std::bit_cast<double>(random_());
    return std::isfinite(value) ? value : number();
  }

  std::vector<Term> terms() {
    std::vector<Term> terms;
    for (int i = integer(0, 20); i > 0; --i) {
      terms.push_back({number(), number(), integer(0, 1) == 0});
      if (integer(0, 3) == 0) terms.push_back({-terms.back().a, terms.back().b, integer(0, 9) > 0});
    }
    return terms;
  }

  std::vector<Term> shuffled(std::vector<Term> terms) {
    std::shuffle(terms.begin(), terms.end(), random_);
    return terms;
  }

 private:
  std::mt19937_64 random_;
};

void add(const Term& term, ExactSum& sum) {
  if (term.is_product) {
    sum.add_product(term.a, term.b);
  } else {
    sum.add(term.a);
  }
}

Dyadic naive(const std::vector<Term>& terms) {
  Dyadic total;
  for (const Term& term : terms) {
    total = total + (term.is_product ? Dyadic(term.a) * Dyadic(term.b) : Dyadic(term.a));
  }
  return total;
}

bool equal(const Dyadic& a, const Dyadic& b) { return (a - b).sign() == 0; }

TEST(ExactSum, EqualsTheSumOfIntegersInAnyOrderAndGrouping) {
  Draw draw(1);
  int negative = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::vector<Term> terms = draw.terms();
    const Dyadic truth = naive(terms);
    negative += truth.sign() < 0 ? 1 : 0;
    std::vector<ExactSum> parts(3);
    for (const Term& term : draw.shuffled(terms)) add(term, parts[std::size_t(draw.integer(0, 2))]);
    ExactSum whole;
    for (const Term& term : terms) add(term, whole);
    ASSERT_TRUE(equal(whole.value(), truth)) << i;
    for (const ExactSum& part : {parts[1], parts[0]}) parts[2].merge(part);
    ASSERT_TRUE(equal(parts[2].value(), truth)) << i;
    ASSERT_TRUE(equal(whole.value(), parts[2].value())) << i;
  }
  EXPECT_GT(negative, 1000);
}

// The comparison notices the last bit of the smallest product beside the largest one.
TEST(ExactSum, KeepsTheSmallestProductBesideTheLargest) {
  ExactSum sum;
  sum.add_product(kLargest, kLargest);
  const Dyadic before = sum.value();
  sum.add_product(kSmallest, -kSmallest);
  EXPECT_FALSE(equal(sum.value(), before));
  sum.add_product(-kLargest, kLargest);
  EXPECT_EQ(exact(sum.value()), -power_of_two(-2148));
}

TEST(ExactSum, IsZeroWhereAllTermsCancel) {
  Draw draw(2);
  EXPECT_EQ(ExactSum().value().sign(), 0);
  for (int i = 0; i < 300; ++i) {
    ExactSum sum;
    for (const Term& term : draw.shuffled(draw.terms())) {
      add(term, sum);
      add({-term.a, term.b, term.is_product}, sum);
    }
    ASSERT_EQ(sum.value().sign(), 0);
  }
}

TEST(ExactSum, CanBeReadAndAddedToAgain) {
  ExactSum sum;
  sum.add(-3);
  EXPECT_EQ(exact(sum.value()), -3);
  sum.add(0x1p100);
  EXPECT_EQ(exact(sum.value()), power_of_two(100) - 3);
  ExactSum empty;
  empty.merge(ExactSum());
  empty.merge(sum);
  sum.merge(ExactSum());
  EXPECT_TRUE(equal(empty.value(), sum.value()));
}

// 2^31 terms of the largest magnitude are what the accumulator has room for.
TEST(ExactSum, HoldsTwoToThe31OfTheLargestProducts) {
  for (const double sign : {1.0, -1.0}) {
    ExactSum sum;
    sum.add_product(sign * kLargest, kLargest);
    sum.add(sign * kSmallest);
    const Rational once = exact(sum.value());
    for (int doubling = 1; doubling <= 31; ++doubling) {
      sum.merge(ExactSum(sum));
      ASSERT_EQ(exact(sum.value()), once * power_of_two(doubling));
    }
  }
}

// A sum grows beyond the digits that its first term touched.
TEST(ExactSum, GrowsByOneDigitAfterTheOther) {
  for (int exponent = 0; exponent < 32; ++exponent) {
    ExactSum sum;
    sum.add(-std::ldexp(0x1.fffffffffffffp0, exponent));
    const Rational once = exact(sum.value());
    for (int doubling = 1; doubling <= 100; ++doubling) {
      sum.merge(ExactSum(sum));
      ASSERT_EQ(exact(sum.value()), once * power_of_two(doubling));
    }
  }
}

/// Reaches what else would take 2^28 terms.
struct Opened : ExactSum {
  using ExactSum::digits_;
  using ExactSum::kMostWaiting;
  using ExactSum::waiting_;
};

TEST(ExactSum, CarriesBeforeADigitCouldOverflow) {
  Opened sum;
  Dyadic truth;
  for (int i = 0; i < 8; ++i) {
    if (i == 4) sum.waiting_ = Opened::kMostWaiting - 2;
    sum.add_product(-kLargest, kLargest);
    sum.add(0x1.fffffffffffffp0);
    truth = truth - Dyadic(kLargest) * Dyadic(kLargest) + Dyadic(0x1.fffffffffffffp0);
    if (i != 4) continue;
    EXPECT_EQ(sum.waiting_, 0);
    for (const std::int64_t digit : sum.digits_) EXPECT_LT(std::abs(digit), std::int64_t{1} << 32U);
  }
  EXPECT_EQ(sum.waiting_, 6);
  EXPECT_TRUE(equal(sum.value(), truth));
}

// So that the waiting terms and a carry stay below 2^63.
TEST(ExactSum, ChangesADigitByLessThanTwoToThe34) {
  Draw draw(3);
  std::int64_t largest = 0;
  const auto watch = [&](const Term& term) {
    Opened sum;
    add(term, sum);
    for (const std::int64_t digit : sum.digits_) largest = std::max(largest, std::abs(digit));
  };
  for (int i = 0; i < 20000; ++i) watch({draw.number(), draw.number(), i % 2 == 0});
  for (int e = 0; e < 64; ++e) {
    for (const double sign : {1.0, -1.0}) {
      watch({std::ldexp(0x1.fffffffffffffp0, e), sign * 0x1.fffffffffffffp0, true});
      watch({std::ldexp(0x1.0000000000001p0, e), -sign * 0x1.fffffffffffffp0, true});
    }
  }
  EXPECT_LT(largest, std::int64_t{1} << 34U);
  EXPECT_LE(Opened::kMostWaiting, std::int64_t{1} << (62 - 34));
}

TEST(ExactSumDeathTest, RefusesWhatIsNoNumber) {
  ExactSum sum;
  EXPECT_DEATH(sum.add(std::nan("")), "isfinite");
  EXPECT_DEATH(sum.add_product(1, HUGE_VAL), "isfinite");
}

}  // namespace
}  // namespace bncheck::reference

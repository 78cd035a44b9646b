#include "reference/certified_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "reference/certified/surd.h"
#include "reference/rational_oracle.h"
#include "tests/reference/certified_comparison.h"
#include "tests/reference/random_problem.h"
#include "tests/reference/tie_problem.h"

namespace bncheck::reference {
namespace {

bool agree(const Ball& a, const Ball& b) {
  if (a.is_finite() != b.is_finite()) return false;
  return !a.is_finite() || (a - b).contains_zero();
}

// A double radius cannot be below the smallest subnormal, and a value has a few such errors.
bool is_tight(const Ball& ball, double terms) {
  return !ball.is_finite() || ball.radius <= kTight * terms + 0x1p-1070;
}

// What double may be trusted with (docs/numerics.md, 10.3).
bool is_tight_enough(DType dtype, const Ball& ball) {
  const double part = unit_roundoff(dtype) * 0x1p-16;
  return dtype != DType::f64 && ball.radius <= part * std::fabs(ball.middle.hi);
}

/// Expects balls that agree, tight against their values or larger terms that they came from. For
/// f64 that is the only way to be tight.
template <class Terms>
void expect_same(const std::string& what, const std::vector<Ball>& got,
                 const std::vector<Ball>& truth, const Terms& terms, DType dtype = DType::f64) {
  ASSERT_EQ(got.size(), truth.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_TRUE(agree(got[i], truth[i])) << what << " " << i << ": " << got[i].middle.hi << " +- "
                                         << got[i].radius << " and " << truth[i].middle.hi;
    const double size = std::max(terms(i), truth[i].upper_magnitude());
    ASSERT_TRUE(is_tight(got[i], size) || is_tight_enough(dtype, got[i]))
        << what << " " << i << ": " << got[i].middle.hi << " +- " << got[i].radius << " of "
        << size;
  }
}

double own_size(std::size_t) { return 0; }

/// Returns the channel of a value.
std::size_t channel_of(const Shape& shape, std::size_t i) {
  return i / static_cast<std::size_t>(shape.spatial_size()) % static_cast<std::size_t>(shape.c);
}

/// What the values of y and dx are computed from.
class Terms {
 public:
  Terms(const Problem& problem, const Statistics<Ball>& statistics)
      : problem_(problem), statistics_(statistics) {}

  double y(std::size_t i) const {
    const std::size_t c = channel_of(problem_.shape, i);
    const auto channel = static_cast<std::int64_t>(c);
    return mul_up(gain(c), deviation(i)) + std::fabs(problem_.bias_of(channel));
  }

  /// The largest of dy and of the means that are taken off it: |slope| is at most sqrt(m) max|dy|
  /// invstd, because |dweight| <= sum |dy| |xhat| and sum xhat^2 <= m.
  double dx(std::size_t i) const {
    const std::size_t c = channel_of(problem_.shape, i);
    const auto m = static_cast<double>(problem_.shape.values_per_channel());
    double dy = 0;
    for (const double value : problem_.dy) dy = std::max(dy, std::fabs(value));
    const double invstd = statistics_.invstd[c].upper_magnitude();
    return mul_up(mul_up(gain(c), dy), 2 + std::sqrt(m) * mul_up(invstd, deviation(i)));
  }

 private:
  double deviation(std::size_t i) const {
    const std::size_t c = channel_of(problem_.shape, i);
    return std::fabs(problem_.x[i]) + statistics_.mean[c].upper_magnitude();
  }
  double gain(std::size_t c) const {
    const double weight = problem_.weight_of(static_cast<std::int64_t>(c));
    return mul_up(std::fabs(weight), statistics_.invstd[c].upper_magnitude());
  }

  const Problem& problem_;
  const Statistics<Ball>& statistics_;
};

void expect_same_balls(const Problem& problem, const Dialect& dialect) {
  const CertifiedOracle oracle;
  const Statistics<Ball> statistics = RationalOracle().statistics(problem);
  const Forward<Ball> forward = RationalOracle().forward(problem, dialect);
  const Backward<Ball> backward = RationalOracle().backward(problem);
  const Terms terms(problem, statistics);
  const Statistics<Ball> s = oracle.statistics(problem);
  expect_same("mean", s.mean, statistics.mean, own_size);
  expect_same("var", s.var, statistics.var, own_size);
  expect_same("invstd", s.invstd, statistics.invstd, own_size);
  const Forward<Ball> f = oracle.forward(problem, dialect);
  expect_same("y", f.y, forward.y, [&](std::size_t i) { return terms.y(i); }, problem.dtype);
  expect_same("save_mean", f.save_mean, forward.save_mean, own_size);
  expect_same("save_invstd", f.save_invstd, forward.save_invstd, own_size);
  expect_same("running_mean", f.running_mean, forward.running_mean, own_size);
  expect_same("running_var", f.running_var, forward.running_var, own_size);
  const Backward<Ball> b = oracle.backward(problem);
  expect_same("dx", b.dx, backward.dx, [&](std::size_t i) { return terms.dx(i); }, problem.dtype);
  expect_same("dweight", b.dweight, backward.dweight, own_size);
  expect_same("dbias", b.dbias, backward.dbias, own_size);
}

using Kind = std::tuple<DType, Mode>;

class CertifiedOracleKinds : public testing::TestWithParam<Kind> {
 protected:
  DType dtype = std::get<0>(GetParam());
  Mode mode = std::get<1>(GetParam());
  RandomProblems random{static_cast<std::uint64_t>(dtype) * 2 + static_cast<std::uint64_t>(mode)};
  TieProblems ties{1};

  Problem problem(int i) {
    return i % 5 == 0 ? ties.problem(dtype, mode) : random.problem(dtype, mode);
  }
};

INSTANTIATE_TEST_SUITE_P(
    All, CertifiedOracleKinds,
    testing::Combine(testing::Values(DType::f16, DType::bf16, DType::f32, DType::f64),
                     testing::Values(Mode::training, Mode::evaluation)),
    [](const auto& kind) {
      return std::string(to_string(std::get<0>(kind.param))) + "In" +
             std::string(to_string(std::get<1>(kind.param)));
    });

TEST_P(CertifiedOracleKinds, EncloseAsExactRationalsDo) {
  for (int i = 0; i < 250; ++i) {
    SCOPED_TRACE(i);
    expect_same_balls(problem(i), random.dialect());
    if (testing::Test::HasFatalFailure()) return;
  }
}

// certified_audit compares a hundred times as many.
TEST_P(CertifiedOracleKinds, RoundAsTheOtherOraclesDo) {
  CertifiedComparison comparison;
  for (int i = 0; i < 100; ++i) {
    const Problem each = problem(i);
    const Dialect dialect = random.dialect();
    comparison.add(each, dialect, CertifiedOracle().rounded_forward(each, dialect).outputs,
                   CertifiedOracle().rounded_backward(each).outputs);
  }
  EXPECT_EQ(comparison.mismatches(), 0U) << comparison.first_mismatch();
  EXPECT_GT(comparison.elements(), 500U);
}

TEST_P(CertifiedOracleKinds, AreDecidedByEveryTierThatApplies) {
  TierCounts tiers;
  for (int i = 0; i < 100; ++i) {
    const Problem each = problem(i);
    tiers.merge(CertifiedOracle().rounded_forward(each, {}).tiers);
    tiers.merge(CertifiedOracle().rounded_backward(each).tiers);
  }
  const auto [float64, double_double, integers] = tiers.decided;
  EXPECT_EQ(float64 > 0, dtype != DType::f64);
  EXPECT_GT(double_double, 0U);
  EXPECT_GT(integers, 0U);
}

TEST(CertifiedOracle, ComparisonRejectsAWrongBall) {
  const Problem problem = TieProblems(1).problem(DType::f32, Mode::training);
  const Ball truth = RationalOracle().forward(problem, {}).y[0];
  EXPECT_TRUE(agree(truth, truth));
  EXPECT_FALSE(agree(truth + Ball(0x1p-100), truth));
  EXPECT_FALSE(agree(Ball({0, 0}, HUGE_VAL), truth));
  EXPECT_FALSE(is_tight(truth.widened(0x1p-80), 1));
  EXPECT_TRUE(is_tight_enough(DType::f32, truth.widened(0x1p-41)));
  EXPECT_FALSE(is_tight_enough(DType::f32, truth.widened(0x1p-39)));
  EXPECT_FALSE(is_tight_enough(DType::f64, truth));
}

}  // namespace
}  // namespace bncheck::reference

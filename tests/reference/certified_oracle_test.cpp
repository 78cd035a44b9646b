#include "reference/certified_oracle.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/ulp.h"
#include "reference/precise_oracle.h"
#include "reference/rational_oracle.h"
#include "tests/reference/random_problem.h"

namespace bncheck::reference {
namespace {

bool agree(const Ball& a, const Ball& b) {
  if (a.is_finite() != b.is_finite()) return false;
  return !a.is_finite() || (a - b).contains_zero();
}

void expect_agree(const std::string& what, const std::vector<Ball>& got,
                  const std::vector<Ball>& truth) {
  ASSERT_EQ(got.size(), truth.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i)
    ASSERT_TRUE(agree(got[i], truth[i]))
        << what << " " << i << ": " << got[i].middle.hi << " +- " << got[i].radius << " and "
        << truth[i].middle.hi << " +- " << truth[i].radius;
}

void expect_rounded(const std::string& what, DType dtype, const std::vector<double>& got,
                    const std::vector<Ball>& truth) {
  ASSERT_EQ(got.size(), truth.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!truth[i].is_finite()) continue;
    const auto value = rounded(dtype, truth[i]);
    if (value) {
      ASSERT_TRUE(same(got[i], *value))
          << what << " " << i << ": " << std::hexfloat << got[i] << " and " << *value;
    }
  }
}

void check(DType dtype, Mode mode, int count) {
  RandomProblems random(77 + static_cast<std::uint64_t>(dtype) * 2 +
                        static_cast<std::uint64_t>(mode));
  TierCounts tiers;
  for (int i = 0; i < count; ++i) {
    SCOPED_TRACE(i);
    const Problem problem = random.problem(dtype, mode);
    const Dialect dialect = random.dialect();
    const auto s = CertifiedOracle().statistics(problem), st = RationalOracle().statistics(problem);
    expect_agree("mean", s.mean, st.mean);
    expect_agree("var", s.var, st.var);
    expect_agree("invstd", s.invstd, st.invstd);
    const auto f = CertifiedOracle().forward(problem, dialect),
               ft = RationalOracle().forward(problem, dialect);
    expect_agree("y", f.y, ft.y);
    expect_agree("save_mean", f.save_mean, ft.save_mean);
    expect_agree("save_invstd", f.save_invstd, ft.save_invstd);
    expect_agree("running_mean", f.running_mean, ft.running_mean);
    expect_agree("running_var", f.running_var, ft.running_var);
    const auto b = CertifiedOracle().backward(problem), bt = RationalOracle().backward(problem);
    expect_agree("dx", b.dx, bt.dx);
    expect_agree("dweight", b.dweight, bt.dweight);
    expect_agree("dbias", b.dbias, bt.dbias);
    const auto rf = CertifiedOracle(2).rounded_forward(problem, dialect);
    const auto rb = CertifiedOracle(2).rounded_backward(problem);
    const DType p = problem.parameters();
    expect_rounded("y", dtype, rf.outputs.y, ft.y);
    expect_rounded("save_mean", p, rf.outputs.save_mean, ft.save_mean);
    expect_rounded("save_invstd", p, rf.outputs.save_invstd, ft.save_invstd);
    expect_rounded("running_mean", p, rf.outputs.running_mean, ft.running_mean);
    expect_rounded("running_var", p, rf.outputs.running_var, ft.running_var);
    expect_rounded("dx", dtype, rb.outputs.dx, bt.dx);
    expect_rounded("dweight", p, rb.outputs.dweight, bt.dweight);
    expect_rounded("dbias", p, rb.outputs.dbias, bt.dbias);
    tiers.merge(rf.tiers);
    tiers.merge(rb.tiers);
    if (testing::Test::HasFatalFailure()) return;
  }
  std::printf("tiers %lu %lu %lu\n", tiers.decided[0], tiers.decided[1], tiers.decided[2]);
}

TEST(CertifiedOracle, F32Training) { check(DType::f32, Mode::training, 1000); }
TEST(CertifiedOracle, F32Evaluation) { check(DType::f32, Mode::evaluation, 1000); }
TEST(CertifiedOracle, F64Training) { check(DType::f64, Mode::training, 500); }
TEST(CertifiedOracle, F64Evaluation) { check(DType::f64, Mode::evaluation, 500); }
TEST(CertifiedOracle, F16) {
  check(DType::f16, Mode::training, 500);
  check(DType::bf16, Mode::training, 500);
  check(DType::bf16, Mode::evaluation, 500);
}

}  // namespace
}  // namespace bncheck::reference

#include "grading/decomposition.h"

#include <gtest/gtest.h>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Decomposition at(double shift, const Fake& fake, DType dtype = DType::f32, std::uint64_t seed = 1) {
  const Grading grading(fake, dtype, seed);
  properties::Trial trial(grading.subject().court,
                          expand(shifted(grading.subject(), {8, 8, {16, 16}}, shift)));
  return *decompose(trial);
}

bool is_folded(const Fake& fake, DType dtype, std::uint64_t seed) {
  return noise_slope(at(3, fake, dtype, seed), at(300, fake, dtype, seed), 100) > kFoldedSlope;
}

/// A correctly rounded one whose y is what other statistics give.
Fake with_errors(double mean_error_u, double invstd_error_u) {
  Fake fake = correctly_rounded();
  fake.spoil = [=](const Problem& problem, Forward<double>& out) {
    for (std::size_t i = 0; i < out.y.size(); ++i) {
      const auto c = static_cast<std::size_t>(static_cast<std::int64_t>(i) /
                                              problem.shape.spatial_size() % problem.shape.c);
      const double mean = out.save_mean[c] * (1 + mean_error_u * 0x1p-24);
      const double invstd = out.save_invstd[c] * (1 + invstd_error_u * 0x1p-24);
      out.y[i] = (problem.x[i] - mean) * invstd;
    }
  };
  return fake;
}

TEST(Decomposition, FindsTheErrorsThatWereMade) {
  const Decomposition mean = at(3, with_errors(1000, 0));
  EXPECT_GT(mean.mean_error, 995);
  EXPECT_LT(mean.mean_error, 1005);
  EXPECT_LT(mean.invstd_error, 5);
  const Decomposition invstd = at(3, with_errors(0, 1000));
  EXPECT_GT(invstd.invstd_error, 995);
  EXPECT_LT(invstd.invstd_error, 1005);
  EXPECT_LT(invstd.mean_error, 5);
}

TEST(Decomposition, SeesWhatPrecisionAndAlgorithmTheStatisticsHave) {
  EXPECT_GT(at(3, honest(Formats::single)).mean_error, 1);
  EXPECT_LT(at(3, honest(Formats::double_sums)).mean_error, 1);
  EXPECT_LT(at(3, honest(Formats::wide)).mean_error, 0.1);
  EXPECT_GT(
      at(300, honest(Formats::single, {.variance = VarianceAlgorithm::one_pass})).invstd_error,
      1000 * at(300, honest(Formats::single)).invstd_error);
}

TEST(Decomposition, TellsTheFoldedFormByItsNoise) {
  const Fake folded = honest(Formats::single, {.apply = ApplyForm::folded});
  const Fake folded_f64 = honest(Formats::f64, {.apply = ApplyForm::folded});
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    EXPECT_TRUE(is_folded(folded, DType::f32, seed));
    EXPECT_TRUE(is_folded(folded_f64, DType::f64, seed));
    EXPECT_FALSE(is_folded(honest(Formats::single), DType::f32, seed));
    EXPECT_FALSE(is_folded(honest(Formats::double_sums), DType::f32, seed));
    EXPECT_FALSE(is_folded(honest(Formats::f64), DType::f64, seed));
    EXPECT_FALSE(is_folded(correctly_rounded(), DType::f32, seed));
    EXPECT_FALSE(is_folded(honest(Formats::wide, {.apply = ApplyForm::folded}), DType::f32, seed))
        << "which f32 cannot tell, and which costs nothing";
  }
}

TEST(Decomposition, TellsAFusedFoldedForm) {
  Fake fake = honest(Formats::single);
  fake.spoil = [](const Problem& problem, Forward<double>& out) {
    for (std::size_t i = 0; i < out.y.size(); ++i) {
      const auto c = static_cast<std::size_t>(static_cast<std::int64_t>(i) /
                                              problem.shape.spatial_size() % problem.shape.c);
      const auto a = static_cast<float>(out.save_invstd[c]);
      const float b = -static_cast<float>(out.save_mean[c]) * a;
      out.y[i] = static_cast<float>(a * problem.x[i] + double{b});
    }
  };
  for (std::uint64_t seed = 1; seed <= 10; ++seed) EXPECT_TRUE(is_folded(fake, DType::f32, seed));
}

}  // namespace
}  // namespace bncheck::grading

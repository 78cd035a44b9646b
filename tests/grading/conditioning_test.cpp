#include "grading/conditioning.h"

#include <gtest/gtest.h>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Conditioning swept(Fake fake, DType dtype = DType::f32, std::uint64_t seed = 1) {
  const Grading grading(std::move(fake), dtype, seed);
  Conditioning conditioning;
  for (const double shift : kShifts) {
    properties::Trial trial(grading.subject().court, expand(conditioned(grading.subject(), shift)));
    add_variance_error(conditioning, trial);
  }
  return conditioning;
}

std::string_view algorithm(Formats formats, VarianceAlgorithm variance, std::uint64_t seed) {
  const DType dtype = formats == Formats::f64 ? DType::f64 : DType::f32;
  return variance_algorithm(
      variance_slope(swept(honest(formats, {.variance = variance}), dtype, seed)));
}

TEST(Conditioning, TellsTheAlgorithmsOfTheVarianceApart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const Formats formats : {Formats::single, Formats::f64}) {
      EXPECT_EQ(algorithm(formats, VarianceAlgorithm::two_pass, seed), "two passes, or f64");
      EXPECT_EQ(algorithm(formats, VarianceAlgorithm::welford, seed), "Welford");
      EXPECT_EQ(algorithm(formats, VarianceAlgorithm::one_pass, seed), "one pass");
    }
    EXPECT_EQ(algorithm(Formats::wide, VarianceAlgorithm::one_pass, seed), "two passes, or f64");
  }
}

TEST(Conditioning, MeasuresTheErrorItIsGiven) {
  Fake fake = correctly_rounded();
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (double& value : out.save_invstd) value *= 1 - 0x1p-15;  // 2^9 u, so 2^10 u of the variance
  };
  for (const double error : swept(fake).errors) {
    EXPECT_GT(error, 1000);
    EXPECT_LT(error, 1050);
  }
  fake.spoil = [](const Problem&, Forward<double>& out) { out.save_invstd[0] = NAN; };
  EXPECT_EQ(swept(fake).errors[0], std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace bncheck::grading

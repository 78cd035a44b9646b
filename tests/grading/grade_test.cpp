#include "grading/grade.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

Grade graded(const Fake& fake, DType dtype = DType::f32) {
  const Grading grading(fake, dtype);
  return grade_of(examine(grading.subject()), {});
}

std::string letters(const Fake& fake, DType dtype = DType::f32) {
  const Grade grade = graded(fake, dtype);
  return grade.letter + grade.suffixes;
}

constexpr VarianceAlgorithm kWelford = VarianceAlgorithm::welford;
constexpr VarianceAlgorithm kOnePass = VarianceAlgorithm::one_pass;

TEST(Grade, IsTheClassOfEachArithmetic) {
  EXPECT_EQ(letters(correctly_rounded()), "A+");
  EXPECT_EQ(letters(honest(Formats::wide)), "A");
  EXPECT_EQ(letters(honest(Formats::double_sums)), "A-/o") << "the variance is kept as f32";
  EXPECT_EQ(letters(honest(Formats::single, {.pairwise = true})), "B/o");
  EXPECT_EQ(letters(honest(Formats::single)), "C/o");
  EXPECT_EQ(letters(honest(Formats::single, {.variance = kWelford})), "D+/o");
  EXPECT_EQ(letters(honest(Formats::single, {.variance = kOnePass})), "D/o");
}

TEST(Grade, IsRelativeToTheTypeForF64) {
  EXPECT_EQ(letters(correctly_rounded(), DType::f64), "A+");
  EXPECT_EQ(letters(honest(Formats::f64, {.pairwise = true}), DType::f64), "B/o");
  EXPECT_EQ(letters(honest(Formats::f64), DType::f64), "C/o");
  EXPECT_EQ(letters(honest(Formats::f64, {.variance = kWelford}), DType::f64), "D+/o");
  EXPECT_EQ(letters(honest(Formats::f64, {.variance = kOnePass}), DType::f64), "D/o");
}

TEST(Grade, CallsAnErrorOfOneUnitFaithfulForF64) {
  Fake fake = correctly_rounded();
  fake.spoil = [](const Problem&, Forward<double>& out) {
    // The smallest change that keeps 0 and infinity; half of them stay beside the truth.
    out.save_mean[0] = std::nextafter(out.save_mean[0], 1e300);
  };
  EXPECT_EQ(letters(fake, DType::f64), "A") << "every y is right, and one statistic is not";
}

TEST(Grade, TellsTraitsBySuffixes) {
  Fake fake = honest(Formats::wide);
  EXPECT_EQ(letters(honest(Formats::single, {.apply = ApplyForm::folded})), "C/a/o");
  fake.spoil = [calls = 0](const Problem&, Forward<double>& out) mutable {
    out.save_mean[0] = static_cast<float>(out.save_mean[0] * (1 + (++calls % 2) * 0x1p-24));
  };
  fake.declared = honest(Formats::single).declared;
  EXPECT_EQ(letters(fake), "B/n") << "one unit is more than a rounded mean may be off";
  fake = honest(Formats::wide);
  fake.declared.flushes_subnormals = true;
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (double& y : out.y) y = std::fabs(y) < 0x1p-126 ? 0 : y;
  };
  EXPECT_EQ(letters(fake), "A/z");
}

TEST(Grade, FailsWhatBreaksItsDeclaration) {
  Fake fake = honest(Formats::single);
  fake.declared = honest(Formats::wide).declared;
  const Grade grade = graded(fake);
  EXPECT_EQ(grade.letter, "F");
  ASSERT_FALSE(grade.violations.empty());
  EXPECT_NE(grade.violations[0].find("times as far off as the declared contract allows"),
            std::string::npos)
      << grade.violations[0];
}

TEST(Grade, FailsANaN) {
  Fake fake = honest(Formats::wide);
  fake.spoil = [](const Problem& problem, Forward<double>& out) {
    if (problem.shape.c == 4) out.y[5] = NAN;
  };
  const Grade grade = graded(fake);
  EXPECT_EQ(grade.letter, "F");
  ASSERT_FALSE(grade.violations.empty());
  EXPECT_NE(grade.violations[0].find("y is not finite"), std::string::npos) << grade.violations[0];
}

TEST(Grade, MeasuresNothingOnNaNs) {
  Fake fake = honest(Formats::wide);
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (auto* values : {&out.y, &out.save_mean, &out.save_invstd}) {
      std::fill(values->begin(), values->end(), NAN);
    }
  };
  const Measurements found = examine(Grading(fake).subject());
  EXPECT_TRUE(std::isinf(found.growth.errors.back()));
  EXPECT_TRUE(std::isnan(noise_slope(*found.near, *found.far, 2)));
  EXPECT_FALSE(found.is_folded());
}

TEST(Grade, FailsWhatFailsOrBreaksALaw) {
  Fake fake = honest(Formats::wide);
  fake.status = CallStatus::fault;
  EXPECT_EQ(graded(fake).letter, "F");
  EXPECT_EQ(graded(fake).violations.size(), 3U) << "no more is asked after three faults";
  Measurements found;
  found.answered = 1;
  found.classes.emplace_back();
  found.classes[0].of = &accuracy_classes(DType::f32)[0];
  EXPECT_EQ(grade_of(found, {}).letter, "A+");
  EXPECT_EQ(grade_of(found, {"law repetition [S1]"}).letter, "F");
  EXPECT_TRUE(grade_of(found, {"law repetition [S1]"}).failed());
  found.classes[0].refuted = true;
  EXPECT_EQ(grade_of(found, {}).letter, "F") << "no class is left";
}

TEST(Grade, AsksForNoWeightAndBiasWhereTheDialectHasNone) {
  Fake fake = honest(Formats::single);
  bool given = false;
  fake.spoil = [&](const Problem& problem, auto&) { given = given || !problem.weight.empty(); };
  EXPECT_EQ(letters(fake), "C/o");
  EXPECT_TRUE(given);
  given = false;
  fake.judged_by = parse_dialect("pytorch;affine=none");
  EXPECT_EQ(letters(fake), "C/o");
  EXPECT_FALSE(given);
}

TEST(Grade, IsNoneWithoutAnAnswer) {
  Fake fake = honest(Formats::wide);
  fake.status = CallStatus::refused;
  EXPECT_EQ(graded(fake).letter, "");
}

}  // namespace
}  // namespace bncheck::grading

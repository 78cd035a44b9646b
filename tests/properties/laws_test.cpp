// Every law passes on an honest implementation, and fails on one that is wrong in its field.
#include <gtest/gtest.h>

#include <set>

#include "core/case.h"
#include "properties/generators/cases.h"
#include "properties/property.h"
#include "tests/properties/forward_killings.h"
#include "tests/properties/saboteur.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

using generators::case_at;

constexpr const char* kTraining =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
constexpr const char* kEvaluation =
    "f32 4x3x2x2 nchw evaluation eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
constexpr const char* kOneValue =
    "f32 1x3 nchw training eps=1e-3 momentum=0.1 weight=2 bias=1 running_mean=0.5 running_var=2 "
    "x=bell*2^0+1@1 dy=uniform*2^0+0.25@3";

Verdict verdict_of(std::string_view id, const char* line, Defect defect,
                   const Dialect& dialect = {}) {
  return properties::verdict_of(id, expand(parse_case(line)), defect, dialect);
}

struct Killing {
  const char* id;
  const char* line;
  Defect defect;
  Verdict expected = Verdict::fail;
};

// Each law with defects that it must catch.
const Killing kKillings[] = {
    {"execution", kTraining, Defect::crashes, Verdict::error},
    {"execution", kTraining, Defect::crashes_in_backward, Verdict::error},
    {"execution", kTraining, Defect::crashes_in_double_backward, Verdict::error},
    {"execution", kEvaluation, Defect::calls_arguments_invalid},
    {"saved_statistics", kTraining, Defect::drops_the_last_value},
    {"saved_statistics", kTraining, Defect::adds_eps_outside_the_root},
    {"training_output", kTraining, Defect::normalizes_with_unbiased_variance},
    {"training_output", kTraining, Defect::adds_eps_outside_the_root},
    {"training_output", kTraining, Defect::ignores_eps},
    {"training_output", kTraining, Defect::forgets_bias},
    {"normalized_mean", kTraining, Defect::drops_the_last_value},
    {"normalized_mean", kTraining, Defect::forgets_bias},
    {"normalized_variance", kTraining, Defect::normalizes_with_unbiased_variance},
    {"normalized_variance", kTraining, Defect::adds_eps_outside_the_root},
    {"normalized_variance", kTraining, Defect::ignores_eps},
    {"one_value_per_channel", kOneValue, Defect::accepts_one_value},
    {"one_value_per_channel", kOneValue, Defect::crashes, Verdict::error},
    {"running_statistics", kTraining, Defect::swaps_momentum},
    {"running_statistics", kTraining, Defect::tracks_biased_variance},
    {"running_statistics", kTraining, Defect::tracks_variance_plus_eps},
    {"train_eval_consistency", kTraining, Defect::swaps_momentum},
    {"train_eval_consistency", kTraining, Defect::tracks_biased_variance},
    {"train_eval_consistency", kTraining, Defect::tracks_variance_plus_eps},
    {"train_eval_consistency", kTraining, Defect::evaluates_with_the_batch},
    {"train_eval_consistency", kTraining, Defect::adds_eps_outside_the_root},
    {"evaluation_output", kEvaluation, Defect::evaluates_with_the_batch},
    {"evaluation_output", kEvaluation, Defect::ignores_eps},
    {"backward_evaluation", kEvaluation, Defect::evaluates_gradient_as_training},
    {"backward_evaluation", kEvaluation, Defect::sums_dweight_without_mean},
    {"backward_training", kTraining, Defect::misses_mean_term},
    {"backward_training", kTraining, Defect::misses_variance_term},
    {"backward_training", kTraining, Defect::averages_dbias},
    {"backward_training", kTraining, Defect::sums_dweight_without_mean},
    {"gradient_sum", kTraining, Defect::misses_mean_term},
    {"gradient_matches_oracle_differences", kTraining, Defect::misses_mean_term},
    {"gradient_matches_oracle_differences", kTraining, Defect::misses_variance_term},
    {"gradient_matches_oracle_differences", kTraining, Defect::ignores_eps},
    {"gradient_matches_own_differences", kTraining, Defect::misses_mean_term},
    {"gradient_matches_own_differences", kTraining, Defect::misses_variance_term},
};

TEST(Catalogue, HoldsEachLawOnceWithEveryText) {
  std::set<std::string_view> ids;
  for (const Property& property : catalogue()) {
    EXPECT_TRUE(ids.insert(property.id).second) << property.id;
    EXPECT_FALSE(property.clause.empty() || property.title.empty() || property.statement.empty());
  }
}

/// Returns the defects, by name, that tests show the law to catch.
std::set<std::string_view> caught_by(std::string_view law) {
  std::set<std::string_view> defects;
  for (const Killing& killing : kKillings) {
    const bool caught = killing.id == law && killing.expected >= Verdict::fail;
    if (caught) defects.insert(name_of(killing.defect));
  }
  for (const ForwardKilling& killing : forward_killings()) {
    if (killing.law == law) defects.insert(killing.defect);
  }
  for (const Sabotage& sabotage : sabotages()) {
    if (sabotage.id == law) defects.insert(sabotage.defect);
  }
  return defects;
}

TEST(Catalogue, ExplainsEveryLawInWordsOfItsOwn) {
  std::set<std::string_view> texts;
  for (const Property& property : catalogue()) {
    const Explanation& explanation = property.explanation;
    for (const auto& text : {explanation.proof, explanation.budget, explanation.catches}) {
      EXPECT_FALSE(text.empty()) << property.id;
      EXPECT_TRUE(texts.insert(text).second) << property.id << " repeats: " << text;
    }
  }
}

TEST(Catalogue, NamesADefectForEveryLawThatItsTestsShow) {
  for (const Property& property : catalogue()) {
    EXPECT_TRUE(caught_by(property.id).contains(property.explanation.defect))
        << property.id << " is not shown to catch: " << property.explanation.defect;
  }
}

TEST(Laws, PassWhereTheImplementationIsHonest) {
  for (const Killing& killing : kKillings) {
    EXPECT_EQ(verdict_of(killing.id, killing.line, Defect::none), Verdict::pass) << killing.id;
  }
}

TEST(Laws, CatchTheDefectsOfTheirField) {
  for (const Killing& killing : kKillings) {
    EXPECT_EQ(verdict_of(killing.id, killing.line, killing.defect), killing.expected)
        << killing.id << " misses: " << name_of(killing.defect);
  }
}

TEST(Laws, SkipWhatTheImplementationRefuses) {
  for (const Killing& killing : kKillings) {
    EXPECT_EQ(verdict_of(killing.id, killing.line, Defect::refuses), Verdict::skip) << killing.id;
  }
}

TEST(Laws, FollowTheDialect) {
  const Dialect keras = parse_dialect("keras3;momentum=old;saved=variance");
  for (const Property& property : catalogue()) {
    for (const char* line : {kTraining, kEvaluation, kOneValue}) {
      const Verdict verdict = verdict_of(property.id, line, Defect::none, keras);
      EXPECT_TRUE(verdict == Verdict::pass || verdict == Verdict::skip) << property.id << line;
    }
  }
  EXPECT_EQ(verdict_of("running_statistics", kTraining, Defect::swaps_momentum, keras),
            Verdict::fail);
  EXPECT_EQ(verdict_of("train_eval_consistency", kTraining, Defect::swaps_momentum, keras),
            Verdict::fail);
}

TEST(OneValuePerChannel, DemandsTheBiasWhereTheDialectAccepts) {
  const Dialect onnx = parse_dialect("onnx15");
  EXPECT_EQ(verdict_of("one_value_per_channel", kOneValue, Defect::none, onnx), Verdict::pass);
  EXPECT_EQ(verdict_of("one_value_per_channel", kOneValue, Defect::loses_one_value, onnx),
            Verdict::fail);
}

TEST(Laws, DemandNothingOfZeroByZero) {
  const char* constant =
      "f32 2x1 nchw training eps=0 momentum=0.1 weight=0 bias=1 running_mean=0.5 running_var=2 "
      "x=constant*2^0+3@0 dy=ramp*2^0+0.25@3";
  for (const Property& property : catalogue()) {
    EXPECT_LE(verdict_of(property.id, constant, Defect::none), Verdict::inconclusive)
        << property.id;
  }
}

TEST(Laws, NeverAccuseAnHonestImplementationOfRandomCases) {
  int passed = 0;
  for (std::uint64_t index = 0; index < 400; ++index) {
    const Case c = case_at(7, index, {});
    if (c.shape.size() == 0 || c.shape.size() > 2000) continue;  // no moments of nothing
    const Problem problem = expand(c);
    for (const Property& property : catalogue()) {
      const Verdict verdict = properties::verdict_of(property.id, problem, Defect::none);
      EXPECT_LE(verdict, Verdict::inconclusive) << property.id << ": " << to_string(c);
      passed += verdict == Verdict::pass ? 1 : 0;
    }
  }
  EXPECT_GT(passed, 1000);
}

}  // namespace
}  // namespace bncheck::properties

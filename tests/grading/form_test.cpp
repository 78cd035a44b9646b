#include "grading/form.h"

#include <gtest/gtest.h>

#include "grading/grade.h"
#include "tests/grading/fakes.h"

namespace bncheck::grading {
namespace {

bool has_weight(const Problem& problem) { return !problem.weight.empty(); }
bool has_running(const Problem& problem) { return problem.has_running(); }
bool has_few_axes(const Problem& problem) { return problem.shape.spatial.size() < 2; }
bool has_any(const Problem& problem) {
  return has_weight(problem) || has_running(problem) || has_few_axes(problem);
}

struct Expected {
  bool (*refuses)(const Problem&);
  Form form;
  std::string text;
};

const Expected kForms[] = {
    {has_weight, {.affine = false}, "without weight and bias"},
    {has_running, {.running = false}, "without running statistics"},
    {has_few_axes, {.axes = 4}, "on tensors of 4 axes or more"},
    {has_any,
     {false, false, 4},
     "without running statistics, without weight and bias, on tensors of 4 axes or more"},
};

TEST(Form, IsTheFullestThatIsNotRefused) {
  EXPECT_EQ(accepted_form(Grading(honest(Formats::single)).subject()), Form{});
  EXPECT_EQ(to_string(Form{}), "");
  for (const Expected& each : kForms) {
    Fake fake = honest(Formats::single);
    fake.refuses = each.refuses;
    EXPECT_EQ(accepted_form(Grading(fake).subject()), each.form) << each.text;
    EXPECT_EQ(to_string(each.form), each.text);
  }
}

TEST(Form, IsTheFullestWhereNoneIsAnsweredOrTheFirstCallFails) {
  Fake fake = honest(Formats::single);
  for (const CallStatus status : {CallStatus::refused, CallStatus::fault}) {
    fake.status = status;
    EXPECT_EQ(accepted_form(Grading(fake).subject()), Form{});
  }
}

std::string letter(const Measurements& found) { return grade_of(found, {}).letter; }

TEST(Form, ChangesNoClass) {
  using tests::Manner;
  for (const auto& [manner, expected] : {std::pair<Manner, const char*>{{.pairwise = true}, "B"},
                                         {{}, "C"},
                                         {{.variance = VarianceAlgorithm::welford}, "D+"},
                                         {{.variance = VarianceAlgorithm::one_pass}, "D"}}) {
    Fake fake = honest(Formats::single, manner);
    fake.refuses = has_any;
    const Measurements found = examine(Grading(fake).subject());
    EXPECT_EQ(letter(found), expected);
    EXPECT_EQ(to_string(found.form), kForms[3].text);
    EXPECT_EQ(found.refused, 0);
    EXPECT_TRUE(found.has_statistics);
  }
}

TEST(Form, CountsWhatIsRefusedYet) {
  Fake fake = honest(Formats::single);
  fake.refuses = [](const Problem& problem) { return problem.shape.values_per_channel() > 9999; };
  const Measurements found = examine(Grading(fake).subject());
  EXPECT_EQ(found.refused, 2) << "16384 and 131072 equal values";
  EXPECT_EQ(found.refusal, "not this one");
  EXPECT_EQ(found.form, Form{});
  EXPECT_EQ(letter(found), "C");
}

/// Nothing is said of statistics that were not returned: an error of 0 would praise them.
TEST(Form, LeavesOutWhatOnlyStatisticsShow) {
  Fake fake = honest(Formats::single, {.variance = VarianceAlgorithm::one_pass});
  fake.judged_by = parse_dialect("pytorch;saved=none");
  fake.refuses = has_running;
  const Measurements found = examine(Grading(fake).subject());
  EXPECT_FALSE(found.has_statistics);
  EXPECT_FALSE(found.near || found.far || found.constant_variance || found.mean_tree);
  EXPECT_TRUE(found.conditioning.errors.empty() && found.growth.errors.empty());
  EXPECT_FALSE(found.is_folded());
  EXPECT_EQ(letter(found), "D") << "y alone tells";
}

TEST(Form, ReadsTheVarianceOfOneValueFromASavedVariance) {
  Fake fake = honest(Formats::single);
  fake.refuses = has_running;
  fake.judged_by = parse_dialect("pytorch;saved=variance");
  fake.spoil = [](const Problem&, Forward<double>& out) {
    for (double& saved : out.save_invstd) saved = 1 / (saved * saved) - 1e-5;
  };
  EXPECT_TRUE(examine(Grading(fake).subject()).constant_variance.has_value());
  fake.judged_by = {};
  fake.spoil = [](const Problem&, Forward<double>&) {};
  EXPECT_FALSE(examine(Grading(fake).subject()).constant_variance.has_value());
}

}  // namespace
}  // namespace bncheck::grading

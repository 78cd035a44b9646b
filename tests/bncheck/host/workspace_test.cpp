#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "bncheck/host/dirt.h"
#include "tests/bncheck/host/fixtures/workspace_misdeeds.h"
#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::StartsWith;

class Workspaces : public testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<Plugin> plugin_ = load_plugin(fixture("workspace"), {.in_process = GetParam()});

  /// Forward without statistics, of so many f32 values.
  Outcome<Forward<double>> forward(workspace_misdeed eps, std::int64_t values = 12) {
    Problem problem = distinct_problem({1, 1, {values}}, DType::f32, Layout::nchw, Mode::training);
    problem.eps = eps;
    problem.running_mean.clear();
    problem.running_var.clear();
    return plugin_->forward(problem, false);
  }
};

TEST_P(Workspaces, AreAsLargeAsAskedFor) {
  for (std::int64_t values : {1, 63, 64, 65, 150, 3, 0}) {
    const auto outcome = forward(kUsesItsWorkspace, values);
    EXPECT_EQ(outcome.status, CallStatus::ok) << values << ": " << outcome.message;
  }
}

TEST_P(Workspaces, AreThereForGradientsToo) {
  const Problem problem = distinct_problem({3, 2, {2}}, DType::f64, Layout::nchw, Mode::training);
  Problem honest = problem;
  honest.eps = kUsesItsWorkspace;
  const SavedStatistics saved = {problem.bias, problem.bias};
  EXPECT_EQ(plugin_->backward(honest, saved).outputs.dx, problem.dy);
  const auto second = plugin_->double_backward(honest, saved, {problem.dy, {}, {}});
  EXPECT_EQ(second.outputs.d_dy, problem.dy);
}

TEST_P(Workspaces, AreAbsentWhereNoneIsAskedFor) {
  EXPECT_EQ(forward(kUsesItsWorkspace).status, CallStatus::ok);
  EXPECT_EQ(forward(kAsksForNone).status, CallStatus::ok);
}

TEST_P(Workspaces, MustNotBeLargerThanMemory) {
  EXPECT_EQ(forward(kAsksForTooMuch).message,
            "asked for a workspace of 1152921504606846976 bytes, more than there are");
}

TEST_P(Workspaces, AreWatchedOnBothSides) {
  EXPECT_EQ(forward(kWritesPastWorkspace).message, "wrote past the end of its workspace");
  EXPECT_EQ(forward(kWritesBeforeWorkspace).message, "wrote before the start of its workspace");
  EXPECT_EQ(forward(kUsesItsWorkspace).status, CallStatus::ok);
}

TEST_P(Workspaces, AreDirtyTheSameEveryTime) {
  const auto first = forward(kTakesItForZero).outputs.y;
  const auto clean = forward(kUsesItsWorkspace).outputs.y;
  EXPECT_NE(first[1], clean[1]);
  EXPECT_NE(first[2], clean[2]);
  EXPECT_EQ(forward(kTakesItForZero).outputs.y[2], first[2]);
}

INSTANTIATE_TEST_SUITE_P(Host, Workspaces, testing::Bool(), [](const auto& instance) {
  return instance.param ? "InProcess" : "InAWorker";
});

TEST(Workspace, CrashIsNamed) {
  const auto plugin = load_plugin(fixture("workspace"));
  Problem problem = problem_for(kHonest);
  problem.eps = kWritesFarPastWorkspace;
  EXPECT_THAT(plugin->forward(problem, false).message,
              "crashed with SIGSEGV: wrote 100000 bytes past the end of its workspace");
  problem.eps = kCrashesWhenAsked;
  EXPECT_EQ(plugin->forward(problem, false).message,
            "crashed with SIGSEGV: dereferenced a null pointer when asked for its workspace");
}

TEST(Dirt, HoldsNansAndOtherNumbers) {
  std::vector<std::byte> memory(35);
  soil(memory, 1);
  std::set<std::byte> nan(memory.begin(), memory.begin() + 8);
  EXPECT_EQ(nan, std::set{std::byte{0xff}});
  EXPECT_GT(std::set<std::byte>(memory.begin() + 8, memory.begin() + 16).size(), 4U);
  std::vector<std::byte> other(35);
  soil(other, 2);
  EXPECT_NE(memory, other);
  soil(other, 1);
  EXPECT_EQ(memory, other);
}

}  // namespace
}  // namespace bncheck::host

// The manner of a call arrives at the plug-in, and nowhere else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::Each;
using testing::IsEmpty;

class Manners : public testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<Plugin> plugin_ = load_plugin(fixture("manner"), {.in_process = GetParam()});

  Outcome<Forward<double>> forward(const Problem& problem) {
    return plugin_->forward(problem, problem.manner.saved);
  }
  Outcome<Backward<double>> backward(const Problem& problem) {
    return plugin_->backward(problem, {problem.weight, problem.bias});
  }
};

Problem some_problem(Layout layout = Layout::nchw) {
  return distinct_problem({3, 2, {2}}, DType::f32, layout, Mode::training);
}

TEST_P(Manners, CarriesTheNumberOfThreads) {
  Problem problem = some_problem();
  for (int threads : {0, 1, 3}) {
    problem.manner.threads = threads;
    EXPECT_THAT(forward(problem).outputs.save_mean, Each(threads));
    EXPECT_THAT(backward(problem).outputs.dweight, Each(threads));
    EXPECT_EQ(plugin_->contract(problem).summation_height, threads);
  }
}

TEST_P(Manners, PutsOutputsInThePlaceOfInputs) {
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
    Problem problem = some_problem(layout);
    for (bool in_place : {true, false, true}) {
      problem.manner.in_place = in_place;
      const auto forward_outcome = forward(problem);
      ASSERT_EQ(forward_outcome.status, CallStatus::ok) << forward_outcome.message;
      EXPECT_EQ(forward_outcome.outputs.y, problem.x);
      EXPECT_THAT(forward_outcome.outputs.save_invstd, Each(in_place ? 0 : 1));
      const auto backward_outcome = backward(problem);
      ASSERT_EQ(backward_outcome.status, CallStatus::ok) << backward_outcome.message;
      EXPECT_EQ(backward_outcome.outputs.dx, problem.dy);
      EXPECT_THAT(backward_outcome.outputs.dbias, Each(in_place ? 0 : 1));
      EXPECT_TRUE(plugin_->contract(problem).in_place);
    }
  }
}

TEST_P(Manners, LeavesOutWhatIsNotWanted) {
  Problem problem = some_problem();
  problem.manner.saved = false;
  EXPECT_THAT(forward(problem).outputs.save_mean, IsEmpty());
  problem.manner.dx = false;
  problem.manner.dweight = false;
  auto outcome = backward(problem);
  ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_THAT(outcome.outputs.dx, IsEmpty());
  EXPECT_THAT(outcome.outputs.dweight, IsEmpty());
  EXPECT_EQ(outcome.outputs.dbias.size(), 2u);
  problem.manner.dbias = false;
  problem.manner.dweight = true;
  outcome = backward(problem);
  EXPECT_THAT(outcome.outputs.dbias, IsEmpty());
  EXPECT_EQ(outcome.outputs.dweight.size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Host, Manners, testing::Bool());

}  // namespace
}  // namespace bncheck::host

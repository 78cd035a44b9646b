#include <gmock/gmock.h>

#include "tests/bncheck/python/modules.h"

namespace bncheck::host {
namespace {

using testing::ElementsAre;

/// Returns a with offset[channel] added, for the shape 3x2x2.
std::vector<double> plus(std::vector<double> a, const std::vector<double>& offset) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] += offset[i / 2 % 2];
  return a;
}

class PythonTransfer : public testing::Test {
 protected:
  std::unique_ptr<Plugin> plugin_ = load_plugin(module("copying"));

  /// Calls body with every type and layout.
  template <class Body>
  void for_all(Mode mode, Body body) {
    for (DType dtype : {DType::f16, DType::f32, DType::f64}) {
      for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted,
                            Layout::sliced, Layout::far}) {
        SCOPED_TRACE(std::string(to_string(dtype)) + " " + std::string(to_string(layout)));
        body(small_problem(dtype, layout, mode));
      }
    }
  }
};

TEST_F(PythonTransfer, CarriesForwardOfTraining) {
  for_all(Mode::training, [&](Problem problem) {
    problem.momentum = 0.5;
    problem.eps = 2;
    const auto outcome = plugin_->forward(problem, true);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y, plus(problem.x, problem.weight));
    EXPECT_THAT(outcome.outputs.save_mean, ElementsAre(51, 52));
    EXPECT_THAT(outcome.outputs.save_invstd, ElementsAre(52, 53));
    EXPECT_THAT(outcome.outputs.running_mean, ElementsAre(30, 30.5));
    EXPECT_THAT(outcome.outputs.running_var, ElementsAre(72, 73));
  });
}

TEST_F(PythonTransfer, CarriesStatisticsUpdatedInPlace) {
  for_all(Mode::training, [&](Problem problem) {
    problem.momentum = 0;
    const auto outcome = plugin_->forward(problem, true);
    EXPECT_THAT(outcome.outputs.running_mean, ElementsAre(61, 62));
    EXPECT_THAT(outcome.outputs.running_var, ElementsAre(122, 124));
  });
}

TEST_F(PythonTransfer, CarriesAbsentTensorsAsNone) {
  Problem problem = small_problem();
  problem.weight.clear();
  problem.running_mean.clear();
  problem.running_var.clear();
  const auto outcome = plugin_->forward(problem, true);
  EXPECT_EQ(outcome.outputs.y, problem.x);
  EXPECT_TRUE(outcome.outputs.running_mean.empty());
}

TEST_F(PythonTransfer, CarriesForwardOfEvaluation) {
  for_all(Mode::evaluation, [&](const Problem& problem) {
    const auto outcome = plugin_->forward(problem, true);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    EXPECT_EQ(outcome.outputs.y, plus(plus(problem.x, problem.weight), problem.running_mean));
    EXPECT_TRUE(outcome.outputs.save_mean.empty());
  });
}

TEST_F(PythonTransfer, CarriesBackward) {
  for_all(Mode::training, [&](Problem problem) {
    problem.eps = 2;
    const auto outcome = plugin_->backward(problem, {{5, 6}, {7, 8}});
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    for (std::size_t i = 0; i < problem.x.size(); ++i) {
      EXPECT_EQ(outcome.outputs.dx[i], problem.dy[i] + 2 * problem.x[i]);
    }
    EXPECT_THAT(outcome.outputs.dweight, ElementsAre(5, 6));
    EXPECT_THAT(outcome.outputs.dbias, ElementsAre(7, 8));
  });
  const auto outcome =
      plugin_->backward(small_problem(DType::f32, Layout::nchw, Mode::evaluation), {});
  EXPECT_THAT(outcome.outputs.dweight, ElementsAre(60, 61));
  EXPECT_THAT(outcome.outputs.dbias, ElementsAre(70, 71));
}

TEST_F(PythonTransfer, CarriesDoubleBackward) {
  for_all(Mode::training, [&](Problem problem) {
    problem.eps = 2;
    SecondGradients second = {problem.x, {1, 2}, {3, 4}};
    auto outcome = plugin_->double_backward(problem, {{5, 6}, {7, 8}}, second);
    ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
    for (std::size_t i = 0; i < problem.x.size(); ++i) {
      EXPECT_EQ(outcome.outputs.d_dy[i], problem.x[i] + 2 * problem.dy[i]);
    }
    EXPECT_EQ(outcome.outputs.d_x, problem.x);
    EXPECT_THAT(outcome.outputs.d_weight, ElementsAre(11, 14));
    outcome = plugin_->double_backward(problem, {{5, 6}, {7, 8}}, {});
    EXPECT_EQ(outcome.outputs.d_dy, problem.dy);
    EXPECT_EQ(outcome.outputs.d_weight, problem.weight);
  });
}

TEST_F(PythonTransfer, MapsLargerTensorsAnew) {
  Problem problem = small_problem();
  problem.weight.clear();
  for (std::int64_t n : {3, 3000, 30000, 3}) {
    problem.shape.n = n;
    problem.x.assign(static_cast<std::size_t>(problem.shape.size()), static_cast<double>(n));
    EXPECT_EQ(plugin_->forward(problem, true).outputs.y, problem.x);
  }
}

TEST_F(PythonTransfer, RefusesCallsInPlace) {
  Problem problem = small_problem();
  problem.manner.in_place = true;
  EXPECT_EQ(plugin_->forward(problem, true).status, CallStatus::refused);
  EXPECT_EQ(plugin_->backward(problem, {{5, 6}, {7, 8}}).status, CallStatus::refused);
  problem.manner = {.threads = 2, .dx = false, .dbias = false};
  EXPECT_THAT(plugin_->backward(problem, {{5, 6}, {7, 8}}).outputs.dx, testing::IsEmpty());
}

TEST_F(PythonTransfer, CarriesTheContract) {
  const Contract contract = plugin_->contract(small_problem());
  EXPECT_EQ(contract.accumulator, DType::f64);
  EXPECT_EQ(contract.element, DType::f32);
  EXPECT_EQ(contract.apply, ApplyForm::folded);
  EXPECT_EQ(contract.summation_height, 9);
  EXPECT_TRUE(contract.deterministic);
  EXPECT_FALSE(contract.uniform);
}

TEST(PythonContract, MayDependOnTheProblem) {
  const auto plugin = misbehaving("declares_by_layout");
  const auto variance = [&](Layout layout) {
    return plugin->contract(small_problem(DType::f32, layout)).variance;
  };
  EXPECT_EQ(variance(Layout::nchw), VarianceAlgorithm::welford);
  EXPECT_EQ(variance(Layout::nhwc), VarianceAlgorithm::one_pass);
  EXPECT_EQ(variance(Layout::strided), VarianceAlgorithm::two_pass);
}

}  // namespace
}  // namespace bncheck::host

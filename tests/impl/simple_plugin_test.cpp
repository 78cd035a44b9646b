// What bn_simple.h does of the ABI in its user's stead, in C and in C++.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/layout.h"
#include "tests/impl/exact_example.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

using testing::Each;

class SimplePlugin : public testing::TestWithParam<std::string> {
 protected:
  const bn_plugin& plugin =
      *load_plugin(std::string(BNCHECK_SIMPLE_PLUGINS) + "/simple_" + GetParam() + ".so");
  const Problem training = exact_example(DType::f32, Layout::nchw, Mode::training);
  const Problem evaluation = exact_example(DType::f32, Layout::nchw, Mode::evaluation);

  void expect_refusal(const Problem& problem) const {
    const auto forward = call_forward(plugin, problem);
    EXPECT_EQ(forward.status, BN_UNSUPPORTED);
    EXPECT_EQ(forward.outputs.running_mean, problem.running_mean);
    EXPECT_EQ(call_backward(plugin, problem, exact_forward(problem.mode)).status, BN_UNSUPPORTED);
  }
};

TEST_P(SimplePlugin, AnswersForwardExactly) {
  for (const Problem& problem : {training, evaluation}) {
    const auto [status, gaps_untouched, got] = call_forward(plugin, problem);
    const Forward<double> expected = exact_forward(problem.mode);
    EXPECT_EQ(status, BN_OK);
    EXPECT_TRUE(gaps_untouched);
    EXPECT_EQ(got.y, expected.y);
    EXPECT_EQ(got.save_mean, expected.save_mean);
    EXPECT_EQ(got.save_invstd, expected.save_invstd);
    EXPECT_EQ(got.running_mean, expected.running_mean);
    EXPECT_EQ(got.running_var, expected.running_var);
  }
}

TEST_P(SimplePlugin, AnswersBackwardExactly) {
  for (const Problem& problem : {training, evaluation}) {
    const auto [status, gaps_untouched, got] =
        call_backward(plugin, problem, exact_forward(problem.mode));
    const Backward<double> expected = exact_backward(problem.mode);
    EXPECT_EQ(status, BN_OK);
    EXPECT_TRUE(gaps_untouched);
    EXPECT_EQ(got.dx, expected.dx);
    EXPECT_EQ(got.dweight, expected.dweight);
    EXPECT_EQ(got.dbias, expected.dbias);
  }
}

TEST_P(SimplePlugin, GivesPlacesForWhatIsAbsentOrUnwanted) {
  Problem absent = training, present = training;
  absent.weight.clear();
  absent.bias.clear();
  present.weight = {1, 1};
  present.bias = {0, 0};
  const Forward<double> saved = exact_forward(Mode::training);
  EXPECT_EQ(call_forward(plugin, absent).outputs.y, call_forward(plugin, present).outputs.y);
  EXPECT_EQ(call_backward(plugin, absent, saved).outputs.dx,
            call_backward(plugin, present, saved).outputs.dx);
  EXPECT_EQ(call_backward(plugin, training, saved, false).outputs.dweight,
            exact_backward(Mode::training).dweight);
  absent.running_mean.clear();
  absent.running_var.clear();
  EXPECT_EQ(call_forward(plugin, absent, false).outputs.y, call_forward(plugin, present).outputs.y);
}

TEST_P(SimplePlugin, RefusesWhatIsNotContiguousNchwBeforeWriting) {
  for (Layout layout : {Layout::nhwc, Layout::strided}) {
    expect_refusal(exact_example(DType::f32, layout, Mode::training));
  }
  Problem problem = training;
  problem.layout.parameters = {Layout::strided, 0};
  expect_refusal(problem);
}

TEST_P(SimplePlugin, RefusesOtherTypesDevicesAndHosts) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f64}) {
    expect_refusal(exact_example(dtype, Layout::nchw, Mode::training));
  }
  bn_forward_args args = {};
  args.struct_size = sizeof args;
  args.device = BN_CPU;
  args.x.dtype = BN_F32;
  EXPECT_EQ(plugin.supports(&args), BN_OK);
  args.device = BN_CUDA;
  EXPECT_EQ(plugin.supports(&args), BN_UNSUPPORTED);
  args.device = BN_CPU;
  args.struct_size = offsetof(bn_forward_args, workspace);
  EXPECT_EQ(plugin.supports(&args), BN_UNSUPPORTED);
}

TEST_P(SimplePlugin, CallsOneValuePerChannelInvalidInTraining) {
  Problem problem = training;
  problem.shape = {1, 2, {}};
  problem.x = problem.dy = {1, 2};
  EXPECT_EQ(call_forward(plugin, problem).status, BN_INVALID_ARGUMENT);
  EXPECT_EQ(call_backward(plugin, problem, exact_forward(Mode::training)).status,
            BN_INVALID_ARGUMENT);
  problem.mode = Mode::evaluation;
  EXPECT_EQ(call_forward(plugin, problem).status, BN_OK);
}

TEST_P(SimplePlugin, CallsEvaluationWithoutRunningStatisticsInvalid) {
  Problem problem = evaluation;
  problem.running_mean.clear();
  problem.running_var.clear();
  EXPECT_EQ(call_forward(plugin, problem).status, BN_INVALID_ARGUMENT);
  EXPECT_EQ(call_backward(plugin, problem, {}).status, BN_INVALID_ARGUMENT);
}

TEST_P(SimplePlugin, AnswersAnEmptyBatchItself) {
  Problem problem = training;
  problem.shape.n = 0;
  problem.x.clear();
  problem.dy.clear();
  const auto forward = call_forward(plugin, problem);
  EXPECT_EQ(forward.status, BN_OK);
  EXPECT_EQ(forward.outputs.running_mean, problem.running_mean);
  EXPECT_EQ(forward.outputs.running_var, problem.running_var);
  const auto backward = call_backward(plugin, problem, exact_forward(Mode::training));
  EXPECT_EQ(backward.status, BN_OK);
  EXPECT_THAT(backward.outputs.dweight, Each(0));
  EXPECT_THAT(backward.outputs.dbias, Each(0));
}

TEST_P(SimplePlugin, DeclaresWhatWasDefined) {
  bn_contract contract = {};
  EXPECT_EQ(plugin.contract(nullptr, &contract), BN_OK);
  EXPECT_EQ(contract.variance, BN_WELFORD);
  EXPECT_EQ(contract.accumulator, BN_F64);
  EXPECT_EQ(contract.flags, BN_DETERMINISTIC | BN_UNIFORM);
  EXPECT_STREQ(plugin.dialect, "pytorch");
  EXPECT_STREQ(plugin.name, "with_backward");
}

INSTANTIATE_TEST_SUITE_P(Languages, SimplePlugin, testing::Values("c", "cpp"),
                         [](const auto& instance) { return instance.param; });

TEST(SimpleTemplate, DeclaresAsLittleAsItDoes) {
  const bn_plugin& plugin =
      *load_plugin(std::string(BNCHECK_SIMPLE_PLUGINS) + "/simple_template.so");
  bn_contract contract = {};
  EXPECT_EQ(plugin.contract(nullptr, &contract), BN_OK);
  EXPECT_EQ(contract.variance, BN_TWO_PASS);
  EXPECT_EQ(contract.accumulator, 0);
  EXPECT_EQ(contract.flags, 0);
  EXPECT_STREQ(plugin.dialect, "pytorch;saved=none");
  EXPECT_EQ(plugin.backward, nullptr);
}

}  // namespace
}  // namespace bncheck

// What the ABI asks of every plug-in, put to our own CPU ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/layout.h"
#include "tests/impl/exact_example.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

using testing::Each;
using testing::IsEmpty;

class Plugin : public testing::TestWithParam<std::string> {
 protected:
  const bn_plugin& plugin = *load_plugin(std::string(BNCHECK_PLUGINS) + "/" + GetParam() + ".so");

  bool supports(DType dtype) const {
    const bn_forward_args args = describe(exact_example(dtype, Layout::nchw, Mode::training));
    return plugin.supports(&args) == BN_OK;
  }

  /// Calls back for every dtype, layout and mode of the exact example that the plug-in supports.
  template <class Check>
  void for_each_example(Check check) const {
    for (DType dtype : {DType::f32, DType::f64}) {
      if (!supports(dtype)) continue;
      for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
        for (Mode mode : {Mode::training, Mode::evaluation}) {
          SCOPED_TRACE(std::string(to_string(dtype)) + " " + std::string(to_string(layout)) + " " +
                       std::string(to_string(mode)));
          check(exact_example(dtype, layout, mode));
        }
      }
    }
  }
};

Forward<double> saved_by_forward(const Problem& problem) { return exact_forward(problem.mode); }

TEST_P(Plugin, AnswersForwardExactly) {
  for_each_example([&](const Problem& problem) {
    const auto [status, gaps_untouched, got] = call_forward(plugin, problem);
    const Forward<double> expected = exact_forward(problem.mode);
    EXPECT_EQ(status, BN_OK);
    EXPECT_TRUE(gaps_untouched);
    EXPECT_EQ(got.y, expected.y);
    EXPECT_EQ(got.save_mean, expected.save_mean);
    EXPECT_EQ(got.save_invstd, expected.save_invstd);
    EXPECT_EQ(got.running_mean, expected.running_mean);
    EXPECT_EQ(got.running_var, expected.running_var);
  });
}

TEST_P(Plugin, AnswersBackwardExactly) {
  for_each_example([&](const Problem& problem) {
    const auto [status, gaps_untouched, got] =
        call_backward(plugin, problem, saved_by_forward(problem));
    const Backward<double> expected = exact_backward(problem.mode);
    EXPECT_EQ(status, BN_OK);
    EXPECT_TRUE(gaps_untouched);
    EXPECT_EQ(got.dx, expected.dx);
    EXPECT_EQ(got.dweight, expected.dweight);
    EXPECT_EQ(got.dbias, expected.dbias);
  });
}

TEST_P(Plugin, TakesAbsentParametersAsOneAndZero) {
  for_each_example([&](Problem problem) {
    Problem absent = problem;
    absent.weight.clear();
    absent.bias.clear();
    problem.weight = {1, 1};
    problem.bias = {0, 0};
    const Forward<double> saved = saved_by_forward(problem);
    EXPECT_EQ(call_forward(plugin, absent).outputs.y, call_forward(plugin, problem).outputs.y);
    const auto backward = call_backward(plugin, absent, saved).outputs;
    EXPECT_EQ(backward.dx, call_backward(plugin, problem, saved).outputs.dx);
    EXPECT_THAT(backward.dweight, IsEmpty());
    EXPECT_THAT(backward.dbias, IsEmpty());
  });
}

TEST_P(Plugin, TrainsWithoutRunningAndSavedStatistics) {
  Problem problem = exact_example(DType::f32, Layout::strided, Mode::training);
  problem.running_mean.clear();
  problem.running_var.clear();
  const auto called = call_forward(plugin, problem, false);
  EXPECT_EQ(called.status, BN_OK);
  EXPECT_EQ(called.outputs.y, exact_forward(Mode::training).y);
  EXPECT_EQ(call_backward(plugin, problem, exact_forward(Mode::training)).outputs.dx,
            exact_backward(Mode::training).dx);
}

TEST_P(Plugin, LeavesOutUnwantedDx) {
  const Problem problem = exact_example(DType::f32, Layout::nchw, Mode::training);
  const auto called = call_backward(plugin, problem, exact_forward(Mode::training), false);
  EXPECT_EQ(called.status, BN_OK);
  EXPECT_EQ(called.outputs.dweight, exact_backward(Mode::training).dweight);
}

TEST_P(Plugin, CallsOneValuePerChannelInvalidInTraining) {
  Problem problem = exact_example(DType::f32, Layout::nchw, Mode::training);
  problem.shape = {1, 2, {}};
  problem.x = problem.dy = {1, 2};
  const auto called = call_forward(plugin, problem);
  EXPECT_EQ(called.status, BN_INVALID_ARGUMENT);
  EXPECT_EQ(called.outputs.running_mean, problem.running_mean);
  EXPECT_EQ(call_backward(plugin, problem, exact_forward(Mode::training)).status,
            BN_INVALID_ARGUMENT);
  problem.mode = Mode::evaluation;
  EXPECT_EQ(call_forward(plugin, problem).status, BN_OK);
}

TEST_P(Plugin, CallsEvaluationWithoutRunningStatisticsInvalid) {
  Problem problem = exact_example(DType::f32, Layout::nchw, Mode::evaluation);
  problem.running_mean.clear();
  problem.running_var.clear();
  EXPECT_EQ(call_forward(plugin, problem).status, BN_INVALID_ARGUMENT);
  EXPECT_EQ(call_backward(plugin, problem, {}).status, BN_INVALID_ARGUMENT);
}

TEST_P(Plugin, LeavesRunningStatisticsOfAnEmptyBatch) {
  for_each_example([&](Problem problem) {
    const Forward<double> saved = saved_by_forward(problem);
    problem.shape.n = 0;
    problem.x.clear();
    problem.dy.clear();
    const auto forward = call_forward(plugin, problem);
    EXPECT_EQ(forward.status, BN_OK);
    EXPECT_TRUE(forward.gaps_untouched);
    EXPECT_EQ(forward.outputs.running_mean, problem.running_mean);
    EXPECT_EQ(forward.outputs.running_var, problem.running_var);
    const auto backward = call_backward(plugin, problem, saved);
    EXPECT_EQ(backward.status, BN_OK);
    EXPECT_THAT(backward.outputs.dweight, Each(0));
    EXPECT_THAT(backward.outputs.dbias, Each(0));
  });
}

TEST_P(Plugin, RefusesOtherTypesAndDevicesBeforeWriting) {
  for (DType dtype : {DType::f16, DType::bf16}) {
    const Problem problem = exact_example(dtype, Layout::nchw, Mode::training);
    EXPECT_FALSE(supports(dtype));
    const auto called = call_forward(plugin, problem);
    EXPECT_EQ(called.status, BN_UNSUPPORTED);
    EXPECT_EQ(called.outputs.running_mean, problem.running_mean);
    EXPECT_EQ(call_backward(plugin, problem, exact_forward(Mode::training)).status, BN_UNSUPPORTED);
  }
  bn_forward_args args = describe(exact_example(DType::f32, Layout::nchw, Mode::training));
  EXPECT_EQ(plugin.supports(&args), BN_OK);
  args.device = BN_CUDA;
  EXPECT_EQ(plugin.supports(&args), BN_UNSUPPORTED);
}

TEST_P(Plugin, RefusesArgumentsOfAnOlderHost) {
  bn_forward_args args = describe(exact_example(DType::f32, Layout::nchw, Mode::training));
  args.struct_size = 8;
  EXPECT_EQ(plugin.supports(&args), BN_UNSUPPORTED);
  EXPECT_EQ(plugin.forward(&args), BN_UNSUPPORTED);
}

TEST_P(Plugin, NeedsNoWorkspaceFromTheHost) {
  bn_forward_args args = describe(exact_example(DType::f32, Layout::nchw, Mode::training));
  args.struct_size = offsetof(bn_forward_args, workspace);
  EXPECT_EQ(plugin.supports(&args), BN_OK);
  args.struct_size -= 1;
  EXPECT_EQ(plugin.supports(&args), BN_UNSUPPORTED);
}

TEST_P(Plugin, NamesItselfAndItsVersion) {
  EXPECT_EQ(plugin.struct_size, sizeof(bn_plugin));
  EXPECT_EQ(plugin.abi_version, BN_PLUGIN_ABI_VERSION);
  EXPECT_EQ(plugin.name, GetParam());
  const std::string path = std::string(BNCHECK_PLUGINS) + "/" + GetParam() + ".so";
  EXPECT_EQ(load_plugin(path, BN_PLUGIN_ABI_VERSION + 1), nullptr);
}

TEST_P(Plugin, DeclaresTwoPassesInTheTypeOfTheTensor) {
  if (plugin.contract == nullptr) return;  // all zeros
  bn_contract contract = {};
  contract.struct_size = sizeof contract;
  const bn_forward_args args = describe(exact_example(DType::f32, Layout::nchw, Mode::training));
  EXPECT_EQ(plugin.contract(&args, &contract), BN_OK);
  EXPECT_EQ(contract.struct_size, sizeof contract);
  EXPECT_EQ(contract.element, 0);
  EXPECT_EQ(contract.accumulator, 0);
  EXPECT_EQ(contract.variance, BN_TWO_PASS);
  EXPECT_EQ(contract.apply, BN_DIRECT);
}

INSTANTIATE_TEST_SUITE_P(Cpu, Plugin, testing::Values("eigen", "template_c", "template_cpp"),
                         [](const auto& instance) {
                           std::string name;
                           bool upper = true;
                           for (char letter : instance.param) {
                             if (letter != '_') name += upper ? std::toupper(letter) : letter;
                             upper = letter == '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace bncheck

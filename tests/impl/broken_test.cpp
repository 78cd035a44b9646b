// Every broken copy of the C template is right but for its defect.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "core/layout.h"
#include "tests/impl/exact_example.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

const bn_plugin& broken(const std::string& name) {
  return *load_plugin(std::string(BNCHECK_BROKEN_PLUGINS) + "/" + name + ".so");
}

Problem example(Mode mode = Mode::training) {
  return exact_example(DType::f32, Layout::nchw, mode);
}

/// Returns the names of the outputs, over both modes, that differ from the exact answers.
std::vector<std::string> wrong_outputs(const bn_plugin& plugin) {
  std::vector<std::string> wrong;
  const auto compare = [&](const char* name, const auto& got, const auto& expected) {
    if (got != expected) wrong.push_back(name);
  };
  const Forward<double> forward = call_forward(plugin, example()).outputs,
                        truth = exact_forward(Mode::training);
  compare("y", forward.y, truth.y);
  compare("save_mean", forward.save_mean, truth.save_mean);
  compare("save_invstd", forward.save_invstd, truth.save_invstd);
  compare("running_mean", forward.running_mean, truth.running_mean);
  compare("running_var", forward.running_var, truth.running_var);
  const Backward<double> backward = call_backward(plugin, example(), truth).outputs;
  compare("dx", backward.dx, exact_backward(Mode::training).dx);
  compare("dweight", backward.dweight, exact_backward(Mode::training).dweight);
  compare("dbias", backward.dbias, exact_backward(Mode::training).dbias);
  const Problem evaluation = example(Mode::evaluation);
  compare("evaluation y", call_forward(plugin, evaluation).outputs.y,
          exact_forward(Mode::evaluation).y);
  return wrong;
}

using Names = std::vector<std::string>;

TEST(Broken, BiasedRunningVarIsWrongThere) {
  EXPECT_EQ(wrong_outputs(broken("biased_running_var")), Names{"running_var"});
}

TEST(Broken, SwappedMomentumIsWrongInBothRunningStatistics) {
  EXPECT_EQ(wrong_outputs(broken("swapped_momentum")), (Names{"running_mean", "running_var"}));
}

TEST(Broken, EpsOutsideTheRootIsWrongWhereverInvstdEnters) {
  EXPECT_EQ(wrong_outputs(broken("eps_outside_sqrt")), (Names{"y", "save_invstd", "evaluation y"}));
}

TEST(Broken, DxWithoutMeanTermIsWrongThere) {
  EXPECT_EQ(wrong_outputs(broken("dx_without_mean_term")), Names{"dx"});
}

TEST(Broken, OnePassVarianceIsWrongFarFromZeroOnly) {
  const bn_plugin& plugin = broken("one_pass_variance");
  EXPECT_EQ(wrong_outputs(plugin), Names{});
  Problem far = example();
  for (double& value : far.x) value += 8192;  // squares take 27 bits, three more than f32 has
  const auto honest = load_plugin(std::string(BNCHECK_PLUGINS) + "/template_c.so");
  EXPECT_EQ(call_forward(*honest, far).outputs.save_invstd,
            exact_forward(Mode::training).save_invstd);
  EXPECT_NE(call_forward(plugin, far).outputs.save_invstd,
            exact_forward(Mode::training).save_invstd);
}

TEST(Broken, WritePastYAnswersRightAndLeavesATrace) {
  const bn_plugin& plugin = broken("write_past_y");
  EXPECT_EQ(wrong_outputs(plugin), Names{});
  EXPECT_FALSE(call_forward(plugin, example()).gaps_untouched);
}

TEST(BrokenDeathTest, NullDereferenceCrashes) {
  const bn_plugin& plugin = broken("null_dereference");
  EXPECT_DEATH(call_forward(plugin, example()), "");
}

TEST(BrokenDeathTest, InfiniteLoopNeverReturns) {
  const bn_plugin& plugin = broken("infinite_loop");
  EXPECT_EXIT(
      {
        alarm(1);  // whole seconds are the least it offers
        call_forward(plugin, example());
      },
      testing::KilledBySignal(SIGALRM), "");
}

}  // namespace
}  // namespace bncheck

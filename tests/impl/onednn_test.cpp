// What the plug-in of oneDNN answers and refuses; built where the library is found.
#include <gtest/gtest.h>

#include "core/layout.h"
#include "tests/impl/exact_example.h"
#include "tests/impl/plugin_call.h"

namespace bncheck {
namespace {

class OneDnn : public testing::TestWithParam<Layout> {
 protected:
  const bn_plugin& plugin = *load_plugin(std::string(BNCHECK_PLUGINS) + "/onednn.so");

  Problem example(Mode mode) const {
    Problem problem = exact_example(DType::f32, GetParam(), mode);
    if (mode == Mode::training) problem.running_mean.clear(), problem.running_var.clear();
    return problem;
  }
};

TEST_P(OneDnn, SavesTheVariance) {
  const auto [status, gaps_untouched, got] = call_forward(plugin, example(Mode::training));
  EXPECT_EQ(status, BN_OK);
  EXPECT_TRUE(gaps_untouched);
  EXPECT_EQ(got.y, exact_forward(Mode::training).y);
  EXPECT_EQ(got.save_mean, (std::vector<double>{10, -4}));
  EXPECT_EQ(got.save_invstd, (std::vector<double>{5, 245}));  // over m; with eps, 16 and 256
}

TEST_P(OneDnn, AnswersEvaluationAndGradientsExactly) {
  for (Mode mode : {Mode::training, Mode::evaluation}) {
    const auto [status, gaps_untouched, got] =
        call_backward(plugin, example(mode), exact_forward(mode));
    EXPECT_EQ(status, BN_OK);
    EXPECT_TRUE(gaps_untouched);
    EXPECT_EQ(got.dx, exact_backward(mode).dx);
    EXPECT_EQ(got.dweight, exact_backward(mode).dweight);
    EXPECT_EQ(got.dbias, exact_backward(mode).dbias);
  }
  EXPECT_EQ(call_forward(plugin, example(Mode::evaluation)).outputs.y,
            exact_forward(Mode::evaluation).y);
}

TEST_P(OneDnn, RefusesWhatItLacks) {
  const auto status = [&](const Problem& problem) { return call_forward(plugin, problem).status; };
  const Problem with_running = exact_example(DType::f32, GetParam(), Mode::training);
  EXPECT_EQ(status(with_running), BN_UNSUPPORTED);
  EXPECT_EQ(status(exact_example(DType::f64, GetParam(), Mode::evaluation)), BN_UNSUPPORTED);
  Problem empty = example(Mode::training);
  empty.shape = {0, 2, {3}};
  empty.x.clear();
  EXPECT_EQ(status(empty), BN_UNSUPPORTED);
}

INSTANTIATE_TEST_SUITE_P(Layouts, OneDnn,
                         testing::Values(Layout::nchw, Layout::nhwc, Layout::strided),
                         [](const auto& instance) {
                           return std::string(to_string(instance.param));
                         });

}  // namespace
}  // namespace bncheck

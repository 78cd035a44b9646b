// What a user writes who has batch norms in the program: a line each.
#include <bncheck/bn_simple.h>
#include <bncheck/gtest.h>

#include <cmath>

namespace {

const bn_plugin& right = *bn_plugin_entry(BN_PLUGIN_ABI_VERSION);

/// Gives the new batch the weight of the old ones.
const bn_plugin wrong = [] {
  bn_plugin plugin = right;
  plugin.forward = [](const bn_forward_args* args) {
    bn_forward_args swapped = *args;
    swapped.momentum = 1 - args->momentum;
    return right.forward(&swapped);
  };
  return plugin;
}();

/// Evaluation alone is right: training leaves the running statistics as they are.
void forgets_to_track(const bn_simple* a) {
  for (int64_t c = 0; c < a->c; ++c) {
    float mean = a->training ? 0 : a->running_mean[c], var = a->training ? 0 : a->running_var[c];
    const auto at = [&](int64_t j) { return bn_simple_at(a, c, j); };
    const auto m = static_cast<float>(a->m);
    for (int64_t j = 0; a->training && j < a->m; ++j) mean += a->x[at(j)] / m;
    for (int64_t j = 0; a->training && j < a->m; ++j) {
      var += (a->x[at(j)] - mean) * (a->x[at(j)] - mean) / m;
    }
    for (int64_t j = 0; j < a->m; ++j) {
      a->y[at(j)] = (a->x[at(j)] - mean) / std::sqrt(var + a->eps) * a->weight[c] + a->bias[c];
    }
  }
}

void copies(const bn_simple* a) {
  for (int64_t i = 0; i < a->c * a->m; ++i) a->y[i] = a->x[i];
}

BN_SIMPLE_PLUGIN_AS(forgetful, "forgets", forgets_to_track, nullptr)
BN_SIMPLE_PLUGIN_AS(copying, "copies", copies, nullptr)

BNCHECK_VERIFY(Copy, *copying(BN_PLUGIN_ABI_VERSION), .laws = "^training_output$");
BNCHECK_VERIFY(Function, *forgetful(BN_PLUGIN_ABI_VERSION),
               .laws = "^(evaluation_output|running_statistics|training_output)$");
BNCHECK_VERIFY(Honest, right);
BNCHECK_VERIFY(Wrong, wrong, .laws = "^running", .cases = 100);
BNCHECK_VERIFY(AsKeras, right, .laws = "R1", .dialect = "keras", .dtypes = {"f32"}, .cases = 100);
BNCHECK_VERIFY(NoSuchLaw, right, .laws = "^no_such_law$");
BNCHECK_VERIFY(NoSuchDialect, right, .laws = "R1", .dialect = "pytorchh");
BNCHECK_VERIFY(NoSuchType, right, .laws = "R1", .dtypes = {"f33"});

TEST(Verify, ReturnsWhatEachLawCameTo) {
  const auto laws = bncheck::verify(wrong, {.laws = "^(running_statistics|training_output)$"});
  ASSERT_EQ(laws.size(), 2U);
  EXPECT_EQ(laws[0].id, "training_output");
  EXPECT_EQ(laws[0].failed, 0U);
  EXPECT_GT(laws[0].passed, 100U);
  EXPECT_GT(laws[0].worst_ratio, 0);
  EXPECT_EQ(laws[1].clause, "R1");
  EXPECT_EQ(laws[1].failed, 3U);
  EXPECT_NE(laws[1].failing_case, "");
}

TEST(Verify, RefusesAPluginWithoutForward) {
  bn_plugin incomplete = right;
  incomplete.forward = nullptr;
  try {
    bncheck::verify(incomplete);
    FAIL() << "it was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the plug-in offers no forward: set bn_plugin's forward");
  }
}

}  // namespace

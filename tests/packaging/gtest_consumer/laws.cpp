// What a user writes who has batch norms in the program: a line each.
#include <bncheck/gtest.h>

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

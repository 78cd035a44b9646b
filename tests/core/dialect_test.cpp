#include "core/dialect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace bncheck {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(Dialect, ReadsEveryPresetItLists) {
  for (const Dialect& preset : dialects()) {
    EXPECT_EQ(parse_dialect(preset.name), preset);
    EXPECT_EQ(to_string(preset), preset.name);
  }
}

TEST(Dialect, IsPyTorchsByDefault) { EXPECT_EQ(Dialect{}, parse_dialect("pytorch")); }

TEST(Dialect, TakesOverrides) {
  const Dialect dialect = parse_dialect("pytorch;running_var=biased;momentum=old");
  EXPECT_EQ(dialect.running_var, VarianceDivisor::biased);
  EXPECT_EQ(dialect.momentum, MomentumWeighs::old_value);
  EXPECT_EQ(dialect.saved, SavedStatistic::invstd);
  EXPECT_EQ(to_string(dialect), "pytorch;running_var=biased;momentum=old");
}

TEST(Dialect, PrintsOnlyWhatDiffersFromThePreset) {
  EXPECT_EQ(to_string(parse_dialect("onnx15;one_value=accepted;saved=variance")),
            "onnx15;saved=variance");
}

TEST(Dialect, ListsWhatIsKnown) {
  EXPECT_THAT([] { parse_dialect("tourch"); },
              ThrowsMessage<UsageError>(HasSubstr("'tourch'; known: pytorch, onnx15")));
  EXPECT_THAT([] { parse_dialect("pytorch;momentum=none"); },
              ThrowsMessage<UsageError>(HasSubstr("momentum=new, momentum=old")));
  EXPECT_THROW(parse_dialect("pytorch;"), UsageError);
  EXPECT_THROW(parse_dialect(""), UsageError);
}

}  // namespace
}  // namespace bncheck

#include "bncheck/report/explanation.h"

#include <gtest/gtest.h>

namespace bncheck::report {
namespace {

TEST(Explain, TellsWhatMattersFromWhatDoesNot) {
  EXPECT_EQ(explain({{"dtype", "f32", {"f16", "f64"}, {}, {"bf16"}},
                     {"n", "2x1", {"3x1", "4x1"}, {"1x1"}, {}},
                     {"layout", "nhwc", {}, {"nchw", "strided"}, {}},
                     {"momentum", "1", {"0.1"}, {}, {}},
                     {"x", "ramp*2^0+0@0", {}, {"constant*2^0+0@0"}, {}},
                     {"mode", "training", {}, {}, {"evaluation"}}}),
            "  any       dtype, momentum: fails with every other value that was judged\n"
            "  only      layout (nhwc), x: holds with every other value that was judged\n"
            "  n         fails with 3x1, 4x1; holds with 1x1\n");
}

TEST(Explain, SaysNothingOfWhatWasNotTried) {
  EXPECT_EQ(explain({}), "");
  EXPECT_EQ(explain({{"mode", "training", {}, {}, {"evaluation"}}}), "");
}

}  // namespace
}  // namespace bncheck::report

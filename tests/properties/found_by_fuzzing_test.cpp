// Cases on which a law accused an honest implementation until tests/fuzz found them.
#include <gtest/gtest.h>

#include "core/case.h"
#include "tests/properties/test_court.h"

namespace bncheck::properties {
namespace {

struct Found {
  const char* law;
  const char* input;
};

constexpr Found kFound[] = {
    // Twice the root of eps is no number of f16.
    {"eps_precision",
     "f16 2x1 nchw training eps=1.7014118346046923e+38 momentum=0.1 weight=none bias=none "
     "running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0"},
    // The bias is infinite in f32, and so is y.
    {"output_bound",
     "f32 2x1 nchw training eps=1e-05 momentum=0.1 weight=none bias=2.4807106058248162e+61 "
     "running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0"},
};

TEST(Laws, NeverAccuseAnHonestImplementationOnWhatFuzzingFound) {
  for (const Found& each : kFound) {
    EXPECT_LE(verdict_of(each.law, expand(parse_case(each.input)), Defect::none),
              Verdict::inconclusive)
        << each.law;
  }
}

}  // namespace
}  // namespace bncheck::properties

#include "core/case.h"

#include <gtest/gtest.h>

#include "core/error.h"

namespace bncheck {
namespace {

constexpr const char* kLine =
    "f32 4x3x2x2 nchw training eps=0x1.4f8b588e368f1p-17 momentum=0x1.999999999999ap-4 "
    "weight=0x1p+1,0x1p+0 bias=none running_mean=0x0p+0 running_var=0x1p+0 "
    "x=bell*2^3+0x1p+10@17[0=0x1.4p+2,2=0x1p-3]|ramp*2^0+0x0p+0@0 dy=uniform*2^0+-0x1.8p+1@1";

TEST(Case, PrintsWhatItReads) { EXPECT_EQ(to_string(parse_case(kLine)), kLine); }

}  // namespace
}  // namespace bncheck

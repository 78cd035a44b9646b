// Cases on which laws accused an honest implementation, or did not come to an end, until tests/fuzz
// found them.
#include <gtest/gtest.h>

#include "bncheck/runner/judge_case.h"
#include "tests/properties/test_court.h"

namespace bncheck::runner {
namespace {

constexpr const char* kFound[] = {
    // eps_precision: twice the root of eps is no number of f16.
    "f16 2x1 nchw training eps=1.7014118346046923e+38 momentum=0.1 weight=none bias=none "
    "running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0",
    // output_bound: the bias is infinite in f32, and so is y.
    "f32 2x1 nchw training eps=1e-05 momentum=0.1 weight=none bias=2.4807106058248162e+61 "
    "running_mean=none running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0",
    // power_of_two_input: a weight that is infinite in f32 has no exponent.
    "f32 2x1 nchw training eps=1e-05 momentum=0.1 weight=1e39 bias=none running_mean=none "
    "running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0",
    // shift: twice the largest value is no double, and there was no end of halving it.
    "f64 2x1 nchw training eps=1e-05 momentum=0.1 weight=none bias=none running_mean=none "
    "running_var=none x=constant*2^0+0@0[0=1e308] dy=ramp*2^0+0@0",
    // gradient_gauge: the deviations are infinite, and have no exponent.
    "f64 2x1 nchw training eps=1e-05 momentum=0.1 weight=none bias=none running_mean=none "
    "running_var=none x=constant*2^0+0@0[0=1e308,1=-1e308] dy=ramp*2^-9+0@0",
};

TEST(JudgeCase, AccusesNobodyOnWhatFuzzingFound) {
  std::vector<const properties::Property*> laws;
  for (const properties::Property& law : properties::catalogue()) laws.push_back(&law);
  for (const char* line : kFound) {
    properties::TestImplementation honest;
    const auto judgements = judge_case(parse_case(line), laws, honest, {});
    for (std::size_t i = 0; i < laws.size(); ++i) {
      EXPECT_LE(judgements[i].verdict, Verdict::inconclusive)
          << laws[i]->id << ": " << judgements[i].reason << " on " << line;
    }
  }
}

}  // namespace
}  // namespace bncheck::runner

#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

const properties::Property& law(std::string_view id) {
  for (const properties::Property& each : properties::catalogue()) {
    if (each.id == id) return each;
  }
  return properties::catalogue().front();
}

}  // namespace

runner::Failure sample_failure() {
  runner::Failure failure;
  failure.law = &law("running_statistics");
  failure.judgement = failed("running_var is wrong");
  failure.judgement.evidence =
      Evidence{"running_var", 3, 0.25, Ball({0.5, 0}, 0x1p-100), 0x1p-20, 0x1p18};
  failure.shrunk = parse_case(
      "f32 2x1 nchw training eps=1e-5 momentum=1 weight=none bias=none running_mean=0 "
      "running_var=1 x=constant*2^0+0@0[1=1] dy=constant*2^0+0@0");
  failure.original = failure.shrunk;
  failure.index = 5;
  failure.tried = 44;
  return failure;
}

Subject sample_subject() { return {"mine.so", "2", "bncheck replay mine.so --dialect keras3"}; }

runner::CampaignOptions sample_options() {
  runner::CampaignOptions options;
  options.seed = 7;
  options.cases = 2;
  options.laws = {&law("execution"), &law("running_statistics")};
  return options;
}

}  // namespace bncheck::report

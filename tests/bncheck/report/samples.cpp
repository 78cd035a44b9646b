#include "tests/bncheck/report/samples.h"

#include "bncheck/report/json_lines.h"

namespace bncheck::report {

const properties::Property& law(std::string_view id) {
  for (const properties::Property& each : properties::catalogue()) {
    if (each.id == id) return each;
  }
  return properties::catalogue().front();
}

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

Subject sample_subject() {
  return {"mine.so", "2", "bncheck replay mine.so --dialect keras3", {{"f32", "default"}}};
}

runner::CampaignOptions sample_options() {
  runner::CampaignOptions options;
  options.seed = 7;
  options.cases = 2;
  options.laws = {&law("execution"), &law("running_statistics")};
  return options;
}

std::string sample_run(const std::string& implementation,
                       const std::set<std::string>& known_failures) {
  runner::CampaignOptions options = sample_options();
  options.known_failures = known_failures;
  Subject subject = sample_subject();
  subject.name = implementation;
  JsonLines lines(options, subject);
  runner::CaseResult result;
  result.input = sample_failure().shrunk;
  const Evidence close{"running_var", 0, 1, Ball(1), 1, 0.375};
  result.judgements = {{Verdict::pass, "", {}}, {Verdict::pass, "", close}};
  lines.on_case(result);
  result.index = 1;
  result.judgements[1] = failed("running_var is wrong");
  lines.on_case(result);
  runner::Failure failure = sample_failure();
  failure.index = 1;
  lines.on_failure(failure);
  runner::CampaignSummary summary;
  summary.cases = 2;
  summary.laws = {{0, 2, 0, 0, 0}, {0, 1, 0, 1, 0.375}};
  lines.on_end(summary);
  return lines.text();
}

}  // namespace bncheck::report

#include "tests/bncheck/runner/fakes.h"

#include <algorithm>

namespace bncheck::runner {

OpenImplementation opens(properties::Defect defect) {
  return [defect](std::chrono::milliseconds) -> std::unique_ptr<Implementation> {
    return std::make_unique<properties::TestImplementation>(defect);
  };
}

CampaignOptions campaign_of(std::uint64_t cases, const std::vector<std::string>& laws) {
  CampaignOptions options;
  options.cases = cases;
  options.selection.dtypes = {DType::f32};
  for (const std::string& id : laws) options.laws.push_back(&properties::law(id));
  if (!laws.empty()) return options;
  for (const properties::Property& law : properties::catalogue()) options.laws.push_back(&law);
  return options;
}

void Recorder::on_case(const CaseResult& result) {
  std::string event = std::to_string(result.index) + " " + to_string(result.input);
  for (const Judgement& judgement : result.judgements) {
    event += " " + std::string(to_string(judgement.verdict)) + " " + judgement.reason;
  }
  events.push_back(event);
  cases.push_back(result);
}

void Recorder::on_failure(const Failure& failure) {
  events.push_back(std::string(failure.law->id) + " " + std::to_string(failure.index) + " " +
                   std::to_string(failure.tried) + " " + to_string(failure.shrunk));
  failures.push_back(failure);
}

void Recorder::on_end(const CampaignSummary& summary) {
  ++ends;
  events.push_back("end " + std::to_string(summary.cases) + summary.stopped_because);
}

int Recorder::failures_of(std::string_view id) const {
  return static_cast<int>(
      std::count_if(failures.begin(), failures.end(),
                    [&](const Failure& failure) { return failure.law->id == id; }));
}

}  // namespace bncheck::runner

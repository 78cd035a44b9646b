#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"
#include "tests/properties/test_court.h"

namespace bncheck::runner {

/// Returns how to open implementations in this process that are wrong in one way.
OpenImplementation opens(properties::Defect defect);

/// Returns a campaign of f32 cases by the laws with these ids, by all laws if none is given.
CampaignOptions campaign_of(std::uint64_t cases, const std::vector<std::string>& laws = {});

/// Remembers what it hears.
class Recorder : public Reporter {
 public:
  explicit Recorder(const CampaignOptions& options) : laws(options.laws) {}

  void on_case(const CaseResult& result) override;
  void on_failure(const Failure& failure) override;
  void on_end(const CampaignSummary& summary) override;

  /// Returns how many failures of the law were reported.
  int failures_of(std::string_view id) const;

  std::vector<const properties::Property*> laws;
  std::vector<std::string> events;  ///< one line each, all but the time
  std::vector<CaseResult> cases;
  std::vector<Failure> failures;
  int ends = 0;
};

}  // namespace bncheck::runner

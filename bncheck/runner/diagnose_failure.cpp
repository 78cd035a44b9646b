#include "bncheck/runner/diagnose_failure.h"

#include "bncheck/runner/court.h"
#include "diagnosis/diagnose.h"

namespace bncheck::runner {
namespace {

using Reopen = std::function<std::unique_ptr<Implementation>()>;

/// The instance that is asked, and what is known of it.
struct Patient {
  Patient(const Reopen& reopen, const Dialect& dialect)
      : implementation(reopen()),
        diagnostician(suspect_of(court_for(*implementation, dialect), reopen)) {}

  static diagnosis::Suspect suspect_of(const properties::Court& court, const Reopen& reopen) {
    return {court.implementation, court.oracle, court.error_model, court.dialect, reopen};
  }

  std::unique_ptr<Implementation> implementation;
  diagnosis::Diagnostician diagnostician;
};

}  // namespace

DiagnoseFailure diagnoser(const OpenImplementation& open, const CampaignOptions& options) {
  auto patient = std::make_shared<std::unique_ptr<Patient>>();
  return [patient, open, timeout = options.case_timeout,
          dialect = options.dialect](const Failure& failure) {
    const auto reopen = [open, timeout] { return open(timeout); };
    if (!*patient) *patient = std::make_unique<Patient>(reopen, dialect);
    return (*patient)->diagnostician.explain(failure.shrunk, failure.judgement.reason);
  };
}

std::vector<diagnosis::Finding> conclude(
    const CampaignOptions& options, const CampaignSummary& summary,
    const std::vector<std::vector<diagnosis::Finding>>& failures) {
  std::set<std::string> failed;
  for (std::size_t law = 0; law < summary.laws.size(); ++law) {
    if (summary.laws[law].failed > 0) failed.emplace(options.laws[law]->id);
  }
  return diagnosis::conclude(failures, diagnosis::nearest(failed, options.kills));
}

}  // namespace bncheck::runner

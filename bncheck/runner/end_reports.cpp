#include "bncheck/runner/end_reports.h"

#include <exception>

namespace bncheck::runner {

void end_reports(const std::vector<Reporter*>& reporters, const CampaignSummary& summary) {
  std::exception_ptr error;
  for (Reporter* reporter : reporters) {
    try {
      reporter->on_end(summary);
    } catch (...) {
      if (!error) error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace bncheck::runner

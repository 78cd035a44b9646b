#pragma once

#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Adds the shrunk case of each new failure to a corpus file, under a comment that says what it
/// shows. A case that the campaign's corpus or the file has, and one of a law that is known to
/// fail, is not added. Several processes may add to one file at once.
class CorpusFile : public runner::Reporter {
 public:
  /// Makes the file if there is none. Throws UsageError if it cannot be written.
  CorpusFile(std::string path, const runner::CampaignOptions& options, const Subject& subject);

  void on_failure(const runner::Failure& failure) override;

 private:
  std::string path_;
  const runner::CampaignOptions& options_;
  std::string implementation_;
};

}  // namespace bncheck::report

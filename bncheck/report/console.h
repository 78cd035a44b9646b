#pragma once

#include <cstdio>
#include <string>

#include "bncheck/report/describe.h"
#include "bncheck/report/health.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::report {

/// Returns a bar of which this part is full, as "[###...]".
std::string bar(double part);

/// Prints a campaign for people: a progress bar on a terminal, failures as they are found, a table
/// of the laws, and a last line that machines can read.
class Console : public runner::Reporter {
 public:
  /// failures_only drops the table's rows of laws that held.
  Console(const runner::CampaignOptions& options, Subject subject, bool failures_only);

  /// Leaves no half-drawn progress bar behind.
  ~Console() override;

  /// Prints what is about to run; the seed comes first, what else is to be said about the
  /// implementation last.
  void on_start(const Implementation& implementation, const std::string& about);

  void on_case(const runner::CaseResult& result) override;
  void on_failure(const runner::Failure& failure) override;
  void on_end(const runner::CampaignSummary& summary) override;

 protected:
  /// Returns what has been done and what is left, for the line of the progress bar.
  virtual std::string progress() const;

  /// Draws the progress bar anew, on a terminal and not too often.
  void draw_progress();
  void clear_progress();

  const runner::CampaignOptions& options() const { return options_; }
  std::uint64_t failures() const { return failures_; }
  double elapsed() const;  ///< seconds since the start

 private:
  void print_table(const runner::CampaignSummary& summary) const;
  void print_row(const properties::Property& law, const runner::LawTotals& totals) const;

  const runner::CampaignOptions& options_;
  Subject subject_;
  Health health_;
  bool failures_only_;
  bool terminal_;
  bool coloured_;
  std::uint64_t cases_ = 0;
  std::uint64_t failures_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_{};
};

}  // namespace bncheck::report

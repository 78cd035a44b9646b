#pragma once

#include <string>

#include "bncheck/report/console.h"

namespace bncheck::report {

/// Prints a campaign of listed cases for people: the progress bar goes by values, and each case has
/// a row.
class ShapeConsole : public Console {
 public:
  using Console::Console;

  void on_progress(const Case& input, std::int64_t values) override;
  void on_case(const runner::CaseResult& result) override;

 private:
  std::string progress() const override;

  std::string shape_;        ///< of the case under way
  std::int64_t done_ = 0;    ///< values of the cases that have ended
  std::int64_t judged_ = 0;  ///< values of the case under way
  bool headed_ = false;
};

/// Returns the row of one case: how much of y and dx is correctly rounded, and which part of their
/// budgets the worst errors took.
std::string shape_row(const runner::CaseResult& result, const runner::CampaignOptions& options);

}  // namespace bncheck::report

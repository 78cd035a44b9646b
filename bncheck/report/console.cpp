#include "bncheck/report/console.h"

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "bncheck/report/describe.h"

namespace bncheck::report {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kRedraw{100};

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What a law came to in all: the word of its row.
std::string_view verdict_word(const runner::LawTotals& law) {
  if (law.failed > 0) return "FAIL";
  if (law.passed > 0) return "pass";
  return law.inconclusive > 0 ? "inconclusive" : "skip";
}

fmt::text_style style_of(const runner::LawTotals& law) {
  if (law.failed > 0) return fmt::fg(fmt::terminal_color::red) | fmt::emphasis::bold;
  if (law.passed > 0) return fmt::fg(fmt::terminal_color::green);
  return fmt::fg(fmt::terminal_color::yellow);
}

}  // namespace

Console::Console(const runner::CampaignOptions& options, std::string implementation,
                 bool failures_only)
    : options_(options),
      implementation_(std::move(implementation)),
      failures_only_(failures_only),
      terminal_(isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr) {}

void Console::on_start(const Implementation& implementation, const std::string& contracts) {
  fmt::print("seed {}\n", options_.seed);
  fmt::print("verifying {} {} in dialect {}, {} laws\n{}\n", implementation.name(),
             implementation.version(), to_string(options_.dialect), options_.laws.size(),
             contracts);
  std::fflush(stdout);
}

void Console::draw_progress() {
  const double elapsed = seconds_since(start_);
  double part = 0;
  if (options_.time) {
    part = elapsed / std::chrono::duration<double>(*options_.time).count();
  } else if (options_.cases > 0) {
    part = static_cast<double>(cases_) / static_cast<double>(options_.cases);
  }
  part = std::clamp(part, 0.0, 1.0);
  const int full = static_cast<int>(part * kBarWidth);
  fmt::print("\r[{:#>{}}{:.>{}}] {} cases, {:.0f}/s, {} failing laws", "", full, "",
             kBarWidth - full, cases_, static_cast<double>(cases_) / std::max(elapsed, 1e-3),
             failures_);
  std::fflush(stdout);
}

void Console::clear_progress() {
  if (terminal_) fmt::print("\r\x1b[K");
}

void Console::on_case(const runner::CaseResult&) {
  ++cases_;
  if (!terminal_ || Clock::now() - drawn_ < kRedraw) return;
  drawn_ = Clock::now();
  draw_progress();
}

void Console::on_failure(const runner::Failure& failure) {
  ++failures_;
  clear_progress();
  fmt::print("{}\n", describe(failure, implementation_));
  std::fflush(stdout);
}

void Console::on_end(const runner::CampaignSummary& summary) {
  clear_progress();
  fmt::print("{:<38} {:>6}  {:<12} {:>7} {:>7} {:>7} {:>7}  {}\n", "law", "clause", "verdict",
             "passed", "failed", "inconc.", "skipped", "error/budget");
  for (std::size_t i = 0; i < options_.laws.size(); ++i) {
    const runner::LawTotals& law = summary.laws[i];
    if (failures_only_ && law.failed == 0) continue;
    const std::string word = fmt::format("{:<12}", verdict_word(law));
    fmt::print("{:<38} {:>6}  {} {:>7} {:>7} {:>7} {:>7}  {:.3f}\n", options_.laws[i]->id,
               options_.laws[i]->clause, terminal_ ? fmt::format(style_of(law), "{}", word) : word,
               law.passed, law.failed, law.inconclusive, law.skipped, law.worst_passing_ratio);
  }
  if (!summary.stopped_because.empty()) {
    fmt::print("stopped after {} cases: {}\n", summary.cases, summary.stopped_because);
  }
  const runner::LawTotals all = summary.all();
  fmt::print("{:.1f} s\n", summary.seconds);
  fmt::print("{} properties, {} cases, {} passed, {} failed, {} inconclusive, {} skipped\n",
             options_.laws.size(), summary.cases, all.passed, all.failed, all.inconclusive,
             all.skipped);
  std::fflush(stdout);
}

}  // namespace bncheck::report

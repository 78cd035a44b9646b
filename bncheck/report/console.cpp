#include "bncheck/report/console.h"

#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "bncheck/report/describe.h"
#include "bncheck/report/diagnosis.h"
#include "bncheck/report/known_failures.h"
#include "core/printable.h"

namespace bncheck::report {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kRedraw{100};

/// What a law came to in all: the word of its row.
std::string_view verdict_word(const runner::LawTotals& law) {
  if (law.failed > 0) return "FAIL";
  if (law.passed > 0) return "pass";
  return law.inconclusive > 0 ? "inconclusive" : "skip";
}

constexpr fmt::text_style kBad = fmt::fg(fmt::terminal_color::red) | fmt::emphasis::bold;

fmt::text_style style_of(const runner::LawTotals& law) {
  if (law.failed > 0) return kBad;
  if (law.passed > 0) return fmt::fg(fmt::terminal_color::green);
  return fmt::fg(fmt::terminal_color::yellow);
}

}  // namespace

std::string bar(double part) {
  const int full = static_cast<int>(std::clamp(part, 0.0, 1.0) * kBarWidth);
  return fmt::format("[{:#>{}}{:.>{}}]", "", full, "", kBarWidth - full);
}

Console::Console(const runner::CampaignOptions& options, Subject subject, bool failures_only)
    : options_(options),
      subject_(std::move(subject)),
      health_(options.laws),
      failures_only_(failures_only),
      terminal_(isatty(STDOUT_FILENO) == 1),
      coloured_(terminal_ && std::getenv("NO_COLOR") == nullptr) {}

Console::~Console() {
  clear_progress();
  std::fflush(stdout);
}

void Console::on_start(const Implementation& implementation, const std::string& about) {
  const std::size_t laws = options_.laws.size();
  fmt::print("seed {}\n", options_.seed);
  fmt::print("verifying {} ({}{}{}) in dialect {} by {} law{}\n{}\n\n", printable(subject_.name),
             implementation.name(), subject_.version.empty() ? "" : " ", subject_.version,
             to_string(options_.dialect), laws, laws == 1 ? "" : "s", about);
  for (const std::string& told : options_.begun.told) fmt::print("{}", told);
  failures_ = options_.begun.told.size();
  std::fflush(stdout);
}

double Console::elapsed() const {
  return std::chrono::duration<double>(Clock::now() - start_).count();
}

std::string Console::progress() const {
  const double elapsed = this->elapsed();
  const double cases = static_cast<double>(cases_);
  const double seconds = options_.time ? std::chrono::duration<double>(*options_.time).count() : 0;
  const std::uint64_t all = options_.own_cases() - options_.begun.cases.size();
  const double part = options_.time ? elapsed / seconds : cases / static_cast<double>(all);
  const std::string of = options_.time ? fmt::format(" in {:.0f} of {:.0f} s", elapsed, seconds)
                                       : fmt::format(" of {}", all);
  const double left = part > 0 ? std::max(0.0, elapsed / part - elapsed) : 0;
  return fmt::format("{} {} cases{}, {:.0f}/s, {:.0f} s left, {} failing", bar(part), cases_, of,
                     cases / std::max(elapsed, 1e-3), left, failures_);
}

void Console::clear_progress() {
  if (drawn_ == Clock::time_point{}) return;
  std::fputs("\r\x1b[K", stdout);
  drawn_ = {};
}

void Console::draw_progress() {
  if (!terminal_ || Clock::now() - drawn_ < kRedraw) return;
  drawn_ = Clock::now();
  fmt::print("\r{}\x1b[K", progress());
  std::fflush(stdout);
}

void Console::on_case(const runner::CaseResult& result) {
  ++cases_;
  health_.hear(result);
  draw_progress();
}

void Console::on_failure(const runner::Failure& failure) {
  ++failures_;
  clear_progress();
  const std::string text = describe(failure, subject_);
  const std::size_t word = text.find(' ');
  const std::string_view first(text.data(), word);
  fmt::print("{}{}\n", coloured_ ? fmt::format(kBad, "{}", first) : std::string(first),
             text.substr(word));
  std::fflush(stdout);
}

void Console::print_row(const properties::Property& law, const runner::LawTotals& totals) const {
  const std::string word = fmt::format("{:<12}", verdict_word(totals));
  const std::string ratio =
      totals.worst_passing_ratio == 0 ? "-" : fmt::format("{:.3f}", totals.worst_passing_ratio);
  fmt::print("{:<38} {:>6}  {} {:>7} {:>7} {:>7} {:>7} {:>7} {:>13}\n", law.id, law.clause,
             coloured_ ? fmt::format(style_of(totals), "{}", word) : word, totals.passed,
             totals.failed, totals.inconclusive, totals.skipped - totals.retired, totals.retired,
             ratio);
}

void Console::print_table(const runner::CampaignSummary& summary) const {
  if (failures_only_ && summary.all().failed == 0) return;
  fmt::print("{:<38} {:>6}  {:<12} {:>7} {:>7} {:>7} {:>7} {:>7} {:>13}\n", "law", "clause",
             "verdict", "passed", "failed", "inconc.", "skipped", "retired", "error/budget");
  for (std::size_t i = 0; i < options_.laws.size(); ++i) {
    if (failures_only_ && summary.laws[i].failed == 0) continue;
    print_row(*options_.laws[i], summary.laws[i]);
  }
}

void Console::on_end(const runner::CampaignSummary& summary) {
  clear_progress();
  print_table(summary);
  if (!summary.stopped_because.empty()) {
    fmt::print("stopped after {} case{}: {}\n", summary.cases, summary.cases == 1 ? "" : "s",
               summary.stopped_because);
  }
  fmt::print("{}",
             tell_known_failures(ids_of(options_.laws), summary.laws, options_.known_failures));
  if (options_.begun.cases.empty()) fmt::print("{}", health_.tell());  // it has heard them all
  if (summary.diagnosis) fmt::print("{}", tell(*summary.diagnosis));
  const runner::LawTotals all = summary.all();
  const double judged = static_cast<double>(all.passed + all.failed + all.inconclusive);
  fmt::print("{:.0f} judgements a second, {:.1f} s\n{}", judged / std::max(summary.seconds, 1e-3),
             summary.seconds, tally(options_.laws.size(), summary.cases, all));
  std::fflush(stdout);
}

}  // namespace bncheck::report

#include "bncheck/report/shape_console.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace bncheck::report {
namespace {

constexpr const char* kRow = "{:<22} {:>12} {:>11} {:>13} {:>11} {:>13} {:>8}\n";

std::string header() {
  const std::string titles = fmt::format(fmt::runtime(kRow), "", "", "y correctly", "y worst",
                                         "dx correctly", "gradients", "");
  return titles + fmt::format(fmt::runtime(kRow), "case", "values", "rounded", "error/budget",
                              "rounded", "error/budget", "seconds");
}

/// Prints a share in percent; 100 is said of all, 0 of none.
std::string percent(const std::optional<std::uint64_t>& part, std::int64_t of) {
  if (!part || of == 0) return "-";
  const auto all = static_cast<std::uint64_t>(of);
  if (*part == all) return "100 %";
  const double share = 100 * static_cast<double>(*part) / static_cast<double>(of);
  return *part == 0 ? "0 %" : fmt::format("{:.5f} %", std::clamp(share, 1e-5, 99.99999));
}

/// Returns the worst ratio that one of the laws came to.
std::string worst_ratio(const runner::CaseResult& result, const runner::CampaignOptions& options,
                        std::initializer_list<std::string_view> ids) {
  std::optional<double> worst;
  for (std::size_t law = 0; law < result.judgements.size(); ++law) {
    const std::optional<Evidence>& evidence = result.judgements[law].evidence;
    if (!evidence) continue;
    if (std::find(ids.begin(), ids.end(), options.laws[law]->id) == ids.end()) continue;
    worst = std::max(worst.value_or(0), evidence->ratio);
  }
  return worst ? fmt::format("{:.3f}", *worst) : "-";
}

std::string name_of(const Case& c) {
  std::string name = to_string(c.shape) + " " + std::string(to_string(c.dtype));
  if (c.layout != Layout::nchw) name += " " + std::string(to_string(c.layout));
  return name;
}

}  // namespace

std::string shape_row(const runner::CaseResult& result, const runner::CampaignOptions& options) {
  const std::int64_t values = result.input.shape.size();
  const runner::Exactness exact = result.exact.value_or(runner::Exactness{});
  return fmt::format(fmt::runtime(kRow), name_of(result.input), values, percent(exact.y, values),
                     worst_ratio(result, options, {"training_output", "evaluation_output"}),
                     percent(exact.dx, values),
                     worst_ratio(result, options, {"backward_training", "backward_evaluation"}),
                     fmt::format("{:.1f}", result.seconds));
}

std::string ShapeConsole::progress() const {
  std::int64_t all = 0;
  for (std::uint64_t i = 0; i < options().listed.size(); ++i) {
    if (options().shard.has(runner::unit_of(i))) all += options().listed[i].shape.size();
  }
  const double part = static_cast<double>(done_ + judged_) / static_cast<double>(all);
  const double left = part > 0 ? elapsed() / part - elapsed() : 0;
  return fmt::format("{} {:.1f} % of {:.1f} million values, {}, {:.0f} s left, {} failing",
                     bar(part), 100 * part, static_cast<double>(all) / 1e6, shape_, left,
                     failures());
}

void ShapeConsole::on_progress(const Case& input, std::int64_t values) {
  shape_ = to_string(input.shape);
  judged_ = values;
  draw_progress();
}

void ShapeConsole::on_case(const runner::CaseResult& result) {
  clear_progress();
  if (!headed_) fmt::print("{}", header());
  headed_ = true;
  fmt::print("{}", shape_row(result, options()));
  std::fflush(stdout);
  done_ += result.input.shape.size();
  judged_ = 0;
}

}  // namespace bncheck::report

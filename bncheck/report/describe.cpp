#include "bncheck/report/describe.h"

#include <fmt/format.h>

#include <cmath>

namespace bncheck::report {
namespace {

std::string line(std::string_view label, std::string_view text) {
  return fmt::format("  {:<9} {}\n", label, text);
}

/// Prints enough digits for any double, and its exact bits.
std::string number(double value) { return fmt::format("{:.17g} ({:a})", value, value); }

/// Prints "y[3]"; a quantity such as "sum(dx)" has no elements.
std::string element(const Evidence& evidence) {
  const bool is_tensor = evidence.what.find('(') == std::string::npos;
  return is_tensor ? fmt::format("{}[{}]", evidence.what, evidence.index) : evidence.what;
}

std::string budget(const Evidence& evidence) {
  if (std::isnan(evidence.ratio) || !std::isfinite(evidence.got)) {
    return fmt::format("{:.3g}; the answer must be finite", evidence.budget);
  }
  const double error = std::fabs(evidence.got - evidence.truth.middle.hi);
  if (error == 0) return fmt::format("{:.3g}; the error is 0", evidence.budget);
  if (evidence.ratio <= 1) {
    return fmt::format("{:.3g}; the largest error is {:.3g}, {}", evidence.budget, error,
                       part_of_budget(evidence.ratio));
  }
  const std::string ratio = std::isfinite(evidence.ratio)
                                ? fmt::format("{:.4g} times what is allowed", evidence.ratio)
                                : "where none is allowed";
  return fmt::format("{:.3g}; the error is {:.3g}, {}", evidence.budget, error, ratio);
}

}  // namespace

std::string part_of_budget(double ratio) {
  constexpr double kLeast = 1e-7;  // with more zeros nobody counts them
  if (ratio < kLeast) return "less than 0.0000001 of the budget";
  const int digits = 2 - static_cast<int>(std::floor(std::log10(ratio)));
  return fmt::format("{:.{}f} of the budget", ratio, digits);
}

std::string describe(const Judgement& judgement) {
  std::string text;
  if (!judgement.reason.empty()) text += line("reason", judgement.reason);
  if (!judgement.evidence) return text;
  const Evidence& evidence = *judgement.evidence;
  text += line("element", element(evidence));
  text += line("got", number(evidence.got));
  text += line("truth", fmt::format("{} +- {:.2g}", number(evidence.truth.middle.hi),
                                    evidence.truth.radius));
  return text + line("budget", budget(evidence));
}

std::string describe(const runner::Failure& failure, const Subject& subject) {
  const properties::Property& law = *failure.law;
  const std::string shrunk = to_string(failure.shrunk);
  std::string text = fmt::format("{} {} [{}]: {}\n",
                                 failure.judgement.verdict == Verdict::error ? "ERROR" : "FAIL",
                                 law.id, law.clause, law.title);
  text += line("law", law.statement);
  text += describe(failure.judgement);
  text += line("case", shrunk);
  text += line("found", fmt::format("in case {}; this is the simplest of {} that were tried",
                                    failure.index, failure.tried + 1));
  return text +
         line("replay", fmt::format("{} --property '^{}$' '{}'", subject.replay, law.id, shrunk));
}

}  // namespace bncheck::report

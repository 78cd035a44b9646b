#include "bncheck/report/describe.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "bncheck/report/explanation.h"

namespace bncheck::report {
namespace {

std::string line(std::string_view label, std::string_view text) {
  return fmt::format("  {:<9} {}\n", label, text);
}

/// Prints enough digits for any double, and its exact bits.
std::string number(double value) { return fmt::format("{:.17g} ({:a})", value, value); }

/// Prints "n 0, c 1, spatial 2,3".
std::string coordinates(const Shape& shape, std::size_t index) {
  auto rest = static_cast<std::int64_t>(index);
  std::vector<std::int64_t> places;
  for (auto extent = shape.spatial.rbegin(); extent != shape.spatial.rend(); ++extent) {
    places.insert(places.begin(), rest % *extent);
    rest /= *extent;
  }
  const std::string spatial =
      places.empty() ? "" : fmt::format(", spatial {}", fmt::join(places, ","));
  return fmt::format("n {}, c {}{}", rest / shape.c, rest % shape.c, spatial);
}

/// Prints "y[3]", with its coordinates if the shape is known; a quantity such as "sum(dx)" has no
/// elements.
std::string element(const Evidence& evidence, const std::optional<Shape>& shape) {
  if (evidence.what.find('(') != std::string::npos) return evidence.what;
  const std::string name = fmt::format("{}[{}]", evidence.what, evidence.index);
  const bool is_tensor = evidence.what == "y" || evidence.what == "dx";
  const bool fits = shape && evidence.index < static_cast<std::size_t>(shape->size());
  if (!is_tensor || !fits) return name;
  return fmt::format("{} ({})", name, coordinates(*shape, evidence.index));
}

/// Tells where a failure was found, and how far from there the case is the simplest.
std::string found(const runner::Failure& failure) {
  const Case& original = failure.original;
  std::string text =
      fmt::format("in case {}, {} {} {} {}; ", failure.index, to_string(original.dtype),
                  to_string(original.shape), to_string(original.layout), to_string(original.mode));
  text += failure.tried == 0
              ? "no simpler one was tried"
              : fmt::format("this is the simplest of {} that were tried", failure.tried + 1);
  if (failure.stopped_by.empty()) return text;
  return text + fmt::format("; stopped by {}: a simpler case may exist", failure.stopped_by);
}

/// Returns whether the truth is a bound: wider than what an answer may be off.
bool is_bound(const Evidence& evidence) { return evidence.truth.radius > evidence.budget; }

std::string truth(const Evidence& evidence) {
  const double middle = evidence.truth.middle.hi, radius = evidence.truth.radius;
  if (!is_bound(evidence)) return fmt::format("{} +- {:.2g}", number(middle), radius);
  return fmt::format("from {:.17g} to {:.17g}", middle - radius, middle + radius);
}

std::string budget(const Evidence& evidence) {
  if (std::isnan(evidence.ratio) || !std::isfinite(evidence.got)) {
    return fmt::format("{:.3g}; the answer must be finite", evidence.budget);
  }
  const double distance = std::fabs(evidence.got - evidence.truth.middle.hi);
  const double error = is_bound(evidence) ? distance - evidence.truth.radius : distance;
  if (is_bound(evidence) && error > 0) {
    return fmt::format("{:.3g} beside that; the answer is {:.3g} outside", evidence.budget, error);
  }
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

std::string describe(const Judgement& judgement, const std::optional<Shape>& shape) {
  std::string text;
  if (!judgement.reason.empty()) text += line("reason", judgement.reason);
  if (!judgement.evidence) return text;
  const Evidence& evidence = *judgement.evidence;
  text += line("element", element(evidence, shape));
  text += line("got", number(evidence.got));
  text += line("truth", truth(evidence));
  return text + line("budget", budget(evidence));
}

std::string describe(const runner::Failure& failure, const Subject& subject) {
  const properties::Property& law = *failure.law;
  const std::string shrunk = to_string(failure.shrunk);
  std::string text = fmt::format("{} {} [{}]: {}\n",
                                 failure.judgement.verdict == Verdict::error ? "ERROR" : "FAIL",
                                 law.id, law.clause, law.title);
  text += line("law", law.statement);
  text += describe(failure.judgement, failure.shrunk.shape);
  text += line("case", shrunk) + explain(failure.variations);
  for (const diagnosis::Finding& each : failure.findings) text += line("likely", each.sentence);
  text += line("found", found(failure));
  if (subject.replay.empty()) return text;
  return text +
         line("replay", fmt::format("{} --property '^{}$' '{}'", subject.replay, law.id, shrunk));
}

std::string tally(std::size_t laws, std::uint64_t cases, const runner::LawTotals& totals) {
  return fmt::format("{} {}, {} {}, {} passed, {} failed, {} inconclusive, {} skipped\n", laws,
                     laws == 1 ? "property" : "properties", cases, cases == 1 ? "case" : "cases",
                     totals.passed, totals.failed, totals.inconclusive, totals.skipped);
}

}  // namespace bncheck::report

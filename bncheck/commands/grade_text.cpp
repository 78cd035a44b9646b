#include "bncheck/commands/grade_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "grading/form.h"

namespace bncheck::commands {
namespace {

using grading::Measurements;
using grading::RevealedTree;
using grading::Standing;

/// Three digits.
std::string number(double value) {
  if (!std::isfinite(value)) return "inf";
  return fmt::format("{:.3g}", value);
}

std::string percent(std::uint64_t part, std::uint64_t all) {
  const double share = 100 * static_cast<double>(part) / static_cast<double>(all);
  // What is not all must not look like it.
  return fmt::format("{:.2f} %", part < all ? std::fmin(share, 99.99) : share);
}

/// A line of the table: the numbers in columns, and what they mean.
std::string row(std::string_view what, const std::vector<std::string>& values,
                std::string_view meaning = "") {
  constexpr std::size_t kColumn = 9, kColumns = 5;
  std::string numbers;
  for (const std::string& value : values) numbers += fmt::format("{:>{}}", value, kColumn);
  std::string text = fmt::format("  {:<20}{:<{}}  {}", what, numbers, kColumn * kColumns, meaning);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::vector<std::string> numbers(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (const double value : values) texts.push_back(number(value));
  return texts;
}

/// A line with one value in words.
std::string line(std::string_view what, std::string_view value, std::string_view meaning = "") {
  std::string text = fmt::format("  {:<22}{:<22}{}", what, value, meaning);
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

std::string why(const Standing& standing) {
  const grading::Exactness& exact = standing.exactness;
  const std::string where = standing.output + ", " + standing.problem;
  if (standing.of->promise == grading::Promise::contract) {
    return fmt::format("{} x {}", number(standing.times), where);
  }
  const bool nearest = standing.of->promise == grading::Promise::nearest;
  if (!standing.refuted) return nearest ? "every value" : "every y";
  return fmt::format("{}: not {}", percent(nearest ? exact.nearest : exact.faithful, exact.values),
                     where);
}

/// What a reader of the grade must know of what it was not asked, or did not show.
std::string questions_text(const Measurements& found) {
  std::string text;
  if (const std::string form = to_string(found.form); !form.empty()) {
    text += "It was asked " + form + ", as it refuses the rest.\n";
  }
  if (!found.has_statistics) {
    text += "It returned no statistics: what is said of it is said of y alone.\n";
  }
  if (found.refused > 0) {
    text += fmt::format("It refused {} of {} problems, and is graded by the others.\n",
                        found.refused, found.refused + found.answered + found.broken);
  }
  return text;
}

std::string classes_text(const Measurements& found) {
  std::string text = "\n  class                                       largest error / its bound\n";
  for (const Standing& each : found.classes) {
    text += fmt::format("  {:<3}{:<32}{:<9}{}\n", each.of->letter, each.of->name,
                        each.refuted ? "refuted" : "holds", why(each));
  }
  return text;
}

/// What a slope says; errors that are infinite have none.
std::string slope_text(std::string_view base, double slope, std::string_view meaning) {
  if (!std::isfinite(slope)) return "no number: some answers are not finite";
  return fmt::format("{}^{:.1f}: {}", base, std::fabs(slope) < 0.05 ? 0 : slope, meaning);
}

std::string statistics_text(const Measurements& found) {
  if (!found.near || !found.far) return "";
  const auto both = [&](double grading::Decomposition::*part) {
    return numbers({*found.near.*part, *found.far.*part});
  };
  const double slope = noise_slope(*found.near, *found.far, grading::kFar / grading::kNear);
  return "\n" + row("errors of y, around", {"3", "300"}, "what they are made of; m = 2048") +
         row("  mean, u*|mean|", both(&grading::Decomposition::mean_error),
             "below 1: wider than the type") +
         row("  invstd, u", both(&grading::Decomposition::invstd_error), "1.5 is a rounded one") +
         row("  the rest, ulp", both(&grading::Decomposition::noise),
             slope_text("kappa", slope, found.is_folded() ? "folded, a*x + b" : "direct, or f64"));
}

/// What stands over the columns of a sweep.
template <class T>
std::vector<std::string> heads(const T& values) {
  std::vector<std::string> texts;
  for (const auto value : values) texts.push_back(fmt::format("{}", static_cast<long>(value)));
  return texts;
}

/// The sweeps that were answered in full; errors read from some of the problems have no slope.
std::string sweeps_text(const Measurements& found) {
  std::string text = "\n";
  if (found.conditioning.errors.size() == std::size(grading::kShifts)) {
    const double slope = variance_slope(found.conditioning);
    text += row("around", heads(grading::kShifts), "spread 1; m = 15");
    text += row("  variance, u", numbers(found.conditioning.errors),
                slope_text("kappa", slope, grading::variance_algorithm(slope)));
  }
  if (found.growth.errors.size() == std::size(grading::kCounts)) {
    const double slope = mean_slope(found.growth);
    text += row("m", heads(grading::kCounts), "equal values");
    text += row("  mean, u*|mean|", numbers(found.growth.errors),
                slope_text("m", slope, slope < grading::kChainSlope ? "tree, or wide" : "chains"));
  }
  return text.size() > 1 ? text : "";
}

std::string tree_text(const std::optional<RevealedTree>& tree) {
  if (!tree) return "no answer";
  switch (tree->kind) {
    case RevealedTree::Kind::unexplained: return "no tree of additions";
    case RevealedTree::Kind::exact: return "nothing lost";
    case RevealedTree::Kind::chain: return fmt::format("{}, in a row", to_string(tree->precision));
    case RevealedTree::Kind::tree:
      return fmt::format("{}, height {}", to_string(tree->precision), tree->height);
  }
  return "";
}

std::string rest_text(const Measurements& found) {
  std::string text = "\n";
  text +=
      line("sum of x", tree_text(found.mean_tree), "as masks among 64 values reveal; in a row: 63");
  text += line("sum of dy (dbias)", tree_text(found.dbias_tree), "the same");
  if (found.constant_variance) {
    text += line("variance of one value", number(*found.constant_variance), "u*x^2; 0 is right");
  }
  if (found.range) {
    text +=
        line("range of x", fmt::format("2^{} to 2^{}", found.range->smallest, found.range->largest),
             fmt::format("of 2^{} to 2^{}, with eps 0", found.range->smallest_possible,
                         found.range->largest_possible));
  }
  if (found.flushes) {
    text += line("subnormal y", *found.flushes ? "flushed to 0" : "kept", "");
  }
  if (found.repeatability) {
    text += line("same bits again", found.repeatability->repeats ? "yes" : "no", "8 equal calls");
    text += line("on 1 to 4 threads", found.repeatability->any_threads ? "yes" : "no", "");
  }
  for (const auto& [name, exact] : {std::pair{"nearest, y", found.y}, {"nearest, dx", found.dx}}) {
    if (!exact) continue;
    text += line(name, percent(exact->nearest, exact->values),
                 "faithful: " + percent(exact->faithful, exact->values));
  }
  return text;
}

std::string violations_text(const grading::Grade& grade, const LawsSay& laws) {
  constexpr std::size_t kMost = 5;  // they mostly have one cause
  std::vector<std::string> all;
  for (const std::string& each : grade.violations) {
    if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), kMost); ++i) text += "  " + all[i] + "\n";
  if (all.size() > kMost) text += fmt::format("  and {} violations more\n", all.size() - kMost);
  if (!laws.broken_case.empty()) text += "  on the case " + laws.broken_case + "\n";
  return text;
}

}  // namespace

std::string grade_text(const grading::Grade& grade, const Measurements& found, const LawsSay& laws,
                       const std::string& subject, DType dtype) {
  std::string text =
      fmt::format("{}{}   {} on {}\n\n", grade.letter, grade.suffixes, subject, to_string(dtype));
  text += grade.sentence + "\n";
  if (grade.failed()) text += violations_text(grade, laws);
  if (found.answered == 0) return text + "\nNothing was measured: no question was answered.\n";
  text += questions_text(found) + classes_text(found) + statistics_text(found) +
          sweeps_text(found) + rest_text(found);
  return text;
}

}  // namespace bncheck::commands

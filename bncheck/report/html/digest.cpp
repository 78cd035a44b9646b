#include "bncheck/report/html/digest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bncheck/report/html/shape_classes.h"
#include "core/error.h"

namespace bncheck::report::html {
namespace {

std::size_t bin_of(double ratio) {
  const auto* end = std::lower_bound(kBinEnds.begin(), kBinEnds.end(), ratio);
  return std::isnan(ratio) ? kBinEnds.size() : static_cast<std::size_t>(end - kBinEnds.begin());
}

/// Returns the classes of a case; none if the record does not say what it was.
std::vector<std::size_t> classes_of_line(const std::string& line) {
  try {
    return line.empty() ? std::vector<std::size_t>() : classes_of(parse_case(line));
  } catch (const UsageError&) {
    return {};
  }
}

void add(LawDigest& law, const RecordedCase& one, const RecordedJudgement& said) {
  law.totals.add(said.verdict, said.ratio);
  if (said.verdict == Verdict::error) ++law.errors;
  if (said.verdict == Verdict::pass && said.compared) {
    ++law.histogram[bin_of(said.ratio)];
    if (!law.worst || said.ratio > law.worst->ratio) {
      law.worst = WorstPass{said.ratio, one.index, std::string(one.input)};
    }
  } else if (said.verdict >= Verdict::fail && said.compared) {
    ++law.histogram[bin_of(said.ratio)];
  }
}

void add_failures(Digest& sum) {
  for (const RecordedFailure& failure : sum.run.failures) {
    for (LawDigest& law : sum.laws) {
      if (law.id == failure.law && law.failure == nullptr) law.failure = &failure;
    }
  }
}

}  // namespace

std::string bin_name(std::size_t bin) {
  if (bin == 0) return "0";
  if (bin == kBinEnds.size()) return "above 1";
  return fmt::format("up to {:g}", kBinEnds[bin]);
}

void Cell::add(const RecordedJudgement& said) {
  if (said.verdict == Verdict::inconclusive) ++inconclusive;
  if (said.verdict >= Verdict::fail) ++failed;
  if (said.verdict != Verdict::pass) return;
  ++passed;
  if (said.compared) worst = std::max(worst.value_or(0), said.ratio);
}

std::uint64_t LawDigest::compared() const {
  return std::accumulate(histogram.begin(), histogram.end(), std::uint64_t{0});
}

Digest digest(const RunRecord& run) {
  Digest sum{run, std::vector<LawDigest>(run.laws.size()), {}};
  sum.cases.resize(shape_classes().size());
  for (std::size_t i = 0; i < run.laws.size(); ++i) {
    sum.laws[i].id = run.laws[i];
    if (i < run.statements.size()) sum.laws[i].statement = run.statements[i];
    sum.laws[i].known = run.known_failures.contains(run.laws[i]);
    sum.laws[i].cells.resize(shape_classes().size());
  }
  for (const RecordedCase& one : run.cases) {
    const std::vector<std::size_t> classes = classes_of_line(std::string(one.input));
    if (classes.empty()) ++sum.unread;
    for (const std::size_t each : classes) ++sum.cases[each];
    for (std::size_t i = 0; i < sum.laws.size(); ++i) {
      add(sum.laws[i], one, one.judgements[i]);
      for (const std::size_t each : classes) sum.laws[i].cells[each].add(one.judgements[i]);
    }
  }
  add_failures(sum);
  return sum;
}

Word word_of(const LawDigest& law) {
  if (law.totals.failed > 0 && law.known) return {"✗", "fails, as known", "unknown"};
  if (law.errors > 0) return {"!", "crashes", "fail"};
  if (law.totals.failed > 0) return {"✗", "fails", "fail"};
  if (law.totals.passed > 0) return {"✓", "holds", "pass"};
  if (law.totals.inconclusive > 0) return {"?", "undecided", "unknown"};
  return {"–", "not judged", "none"};
}

}  // namespace bncheck::report::html

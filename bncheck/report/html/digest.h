#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bncheck/report/run_record.h"

namespace bncheck::report::html {

/// The upper ends of the bins of error/budget; the first bin holds 0 alone, the last what is above
/// the budget, or not finite.
inline constexpr std::array<double, 11> kBinEnds = {0,    1e-8, 1e-6, 1e-5, 1e-4, 1e-3,
                                                    1e-2, 0.1,  0.25, 0.5,  1};
using Histogram = std::array<std::uint64_t, kBinEnds.size() + 1>;

/// Returns the name of a bin: "0", "up to 1e-08", ..., "above 1".
std::string bin_name(std::size_t bin);

/// What a law said of one class of cases.
struct Cell {
  std::uint64_t passed = 0, failed = 0, inconclusive = 0;
  std::optional<double> worst;  ///< the largest ratio of what passed; nothing without numbers

  void add(const RecordedJudgement& said);
};

/// The case that came nearest the budget and held.
struct WorstPass {
  double ratio = 0;
  std::uint64_t index = 0;
  std::string input;
};

/// All that the page tells of one law.
struct LawDigest {
  std::string id;
  RecordedStatement statement;  ///< empty in an older record
  runner::LawTotals totals;
  std::uint64_t errors = 0;  ///< of the failed: crashes, hangs, damage
  bool known = false;        ///< it may fail
  Histogram histogram{};
  std::optional<WorstPass> worst;
  std::vector<Cell> cells;  ///< by shape class
  const RecordedFailure* failure = nullptr;

  std::uint64_t compared() const;  ///< judgements with a ratio
};

/// A run, summed up once.
struct Digest {
  const RunRecord& run;
  std::vector<LawDigest> laws;
  std::vector<std::uint64_t> cases;  ///< by shape class
  std::uint64_t unread = 0;          ///< cases whose line is missing or cannot be read
};

Digest digest(const RunRecord& run);

/// A verdict in a word and a sign, which says the same without colour.
struct Word {
  const char* sign;
  const char* text;
  const char* style;  ///< a class of the style sheet
};

Word word_of(const LawDigest& law);

}  // namespace bncheck::report::html

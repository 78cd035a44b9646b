#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bncheck/runner/campaign.h"
#include "core/verdict.h"
#include "diagnosis/finding.h"

namespace bncheck::report {

/// The format of the events, which docs/records.md describes. It grows when an older program could
/// no longer read them.
inline constexpr std::uint64_t kRecordFormat = 1;

/// An element of an output, with its error.
struct RecordedElement {
  std::string what;
  std::size_t index = 0;
  double error = 0;
  double budget = 0;
  double ratio = 0;  ///< of what failed: error / budget, or infinite, or no number
};

/// A law as recorded, for readers who do not know it.
struct RecordedStatement {
  std::string clause, title, statement;
};

/// What a law said about one case, as recorded.
struct RecordedJudgement {
  Verdict verdict = Verdict::skip;
  bool compared = false;  ///< it has a ratio; others compare no numbers
  double ratio = 0;       ///< error / budget; of what failed it may be infinite, or no number
};

/// A law that failed, as recorded.
struct RecordedFailure {
  std::string law;
  std::uint64_t index = 0;
  std::string text;                                         ///< what the console printed
  std::string line;                                         ///< the event itself
  std::optional<std::vector<diagnosis::Finding>> findings;  ///< nothing if nobody looked
  bool cut_short = false;  ///< an interruption ended the search for a simpler case
};

struct RecordedCase {
  std::uint64_t index = 0;
  std::vector<RecordedJudgement> judgements;  ///< in the order of the run's laws
  std::string_view line;                      ///< the event itself, in the run's text
  std::string_view input = {};  ///< its case line; empty if it has none, or one with escapes
};

/// Elements nearest their budgets, by law.
using RecordedElements = std::map<std::size_t, RecordedElement>;

/// A campaign read back from its JSON Lines. All other reports are made from it alone. Records are
/// large: a run holds its text once, and beside it little of each case.
struct RunRecord {
  std::shared_ptr<const std::string> text;  ///< its events
  std::string source;                       ///< the file, as the user named it
  std::string tool;                         ///< the program and its version
  std::string implementation;
  std::string version;
  std::map<std::string, std::string> contracts;  ///< by type
  std::string dialect;
  std::uint64_t seed = 0;
  std::uint64_t planned_cases = 0;  ///< of the whole campaign; 0 where the time was limited
  runner::Shard shard;
  std::vector<std::string> laws;
  std::vector<RecordedStatement> statements;  ///< of the laws; empty in an older record
  std::set<std::string> known_failures;       ///< laws that may fail
  std::vector<RecordedCase> cases;            ///< in the order of their indices
  std::vector<RecordedFailure> failures;
  std::optional<std::vector<diagnosis::Finding>> diagnosis;  ///< of all failures together
  std::string stopped_because;
  double seconds = 0;
  std::vector<std::string> environment;  ///< where it ran; empty in an older record
  bool complete = false;                 ///< the run wrote its end
  std::string start_line;                ///< the first event itself
};

/// Reads the events of a run. A last line that was cut off is dropped, since a run may be killed at
/// any time; the case it held is not judged. Throws UsageError that names the source, the line and
/// what was expected there.
RunRecord parse_run(std::string text, const std::string& source);

/// Reads a file of JSON Lines. Throws UsageError.
RunRecord read_run(const std::filesystem::path& file);

/// Reads, from the line of a case, the element of each law that failed, and of the passes that are
/// drawn against conditioning.
RecordedElements elements_of(const RecordedCase& one);

/// Returns the totals of each law, in their order.
std::vector<runner::LawTotals> totals_of(const RunRecord& run);

}  // namespace bncheck::report

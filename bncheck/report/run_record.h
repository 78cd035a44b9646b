#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/verdict.h"

namespace bncheck::report {

/// What a law said about one case, as recorded.
struct RecordedJudgement {
  Verdict verdict = Verdict::skip;
  double ratio = -1;  ///< error / budget; -1 where there was nothing to compare
};

/// A law that failed, as recorded.
struct RecordedFailure {
  std::string law;
  std::uint64_t index = 0;
  std::string text;  ///< what the console printed
  std::string line;  ///< the event itself
};

struct RecordedCase {
  std::uint64_t index = 0;
  std::map<std::string, RecordedJudgement> judgements;  ///< by law
  std::string line;                                     ///< the event itself
};

/// A campaign read back from its JSON Lines. All other reports are made from it alone.
struct RunRecord {
  std::string implementation;
  std::string version;
  std::string dialect;
  std::uint64_t seed = 0;
  std::uint64_t planned_cases = 0;  ///< of the whole campaign; 0 where the time was limited
  std::vector<std::string> laws;
  std::vector<RecordedCase> cases;  ///< in the order of their indices
  std::vector<RecordedFailure> failures;
  std::string stopped_because;
  double seconds = 0;
  bool complete = false;   ///< the run came to its end
  std::string start_line;  ///< the first event itself
};

/// How often a law came to each verdict.
struct RecordedTotals {
  std::uint64_t skipped = 0, passed = 0, inconclusive = 0, failed = 0;
  double worst_passing_ratio = 0;
};

/// Reads the events of a run. A last line that was cut off is dropped, since a run may be killed at
/// any time; the case it held is not judged. Throws UsageError that names the source and the line.
RunRecord parse_run(std::string_view text, const std::string& source);

/// Reads a file of JSON Lines. Throws UsageError.
RunRecord read_run(const std::filesystem::path& file);

/// Returns the totals of one law.
RecordedTotals totals_of(const RunRecord& run, const std::string& law);

/// Returns the sum over all laws.
RecordedTotals totals_of(const RunRecord& run);

}  // namespace bncheck::report

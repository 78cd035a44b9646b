#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bncheck/runner/call_limit.h"
#include "bncheck/runner/explain_failure.h"
#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/plan.h"
#include "bncheck/runner/progress.h"
#include "bncheck/runner/totals.h"
#include "core/case.h"
#include "core/dialect.h"
#include "core/implementation.h"
#include "diagnosis/signature.h"
#include "properties/generators/cases.h"
#include "properties/property.h"

namespace bncheck::runner {

/// Opens one more instance of the implementation under test, whose calls may take this long.
using OpenImplementation =
    std::function<std::unique_ptr<Implementation>(std::chrono::milliseconds case_timeout)>;

/// Why a campaign stopped that was interrupted.
inline constexpr const char* kInterrupted = "interrupted";

struct Failure;

/// Says what the answers on a failing case look like: at most two findings, the likelier first.
using DiagnoseFailure = std::function<std::vector<diagnosis::Finding>(const Failure&)>;

/// One run: which laws, on which cases, from one seed.
struct CampaignOptions {
  std::uint64_t seed = 1;
  std::uint64_t cases = 2000;
  /// The first cases, in place of drawn ones: all others are those that the seed always has.
  std::vector<Case> corpus;
  /// If not empty: these cases, `cases` in number, in place of drawn ones. Each is judged channel
  /// by channel, one after the other, by `jobs` threads; one worker runs the implementation.
  std::vector<Case> listed;
  std::optional<std::chrono::milliseconds> time;  ///< replaces the number of cases
  std::chrono::milliseconds case_timeout = kCaseTimeout;
  bool timeout_grows = false;  ///< case_timeout is that of a small case; see call_limit
  unsigned jobs = 1;
  Shard shard;     ///< cases counts those of all shards together
  Progress begun;  ///< what an earlier run of the same campaign has judged
  properties::generators::Selection selection;
  std::vector<const properties::Property*> laws;
  Dialect dialect;
  std::set<std::string> known_failures;  ///< ids of laws that may fail; the reports say so
  /// Asked between cases, by several threads: whether the campaign shall stop.
  std::function<bool()> interrupted = [] { return false; };

  DiagnoseFailure diagnose;          ///< asked once for each failure that is reported; may be empty
  diagnosis::KillMatrix kills = {};  ///< of the mutants that failures may resemble

  /// Returns how many of the cases this shard has.
  std::uint64_t own_cases() const { return shard.part_of(cases); }
};

/// What every law said about one case.
struct CaseResult {
  std::uint64_t index = 0;
  Case input;
  std::vector<Judgement> judgements;  ///< in the order of the campaign's laws
  std::optional<Exactness> exact;     ///< of a listed case
  double seconds = 0;                 ///< that a listed case took
  std::vector<double> law_seconds;    ///< that each law took; empty for a listed case
};

/// A law that does not hold, with the simplest case found that shows it.
struct Failure {
  const properties::Property* law = nullptr;
  Judgement judgement;  ///< on the shrunk case
  Case original;
  Case shrunk;
  std::uint64_t index = 0;            ///< of the original case
  int tried = 0;                      ///< cases tried while shrinking
  std::string stopped_by;             ///< what ended shrinking early; a simpler case may then exist
  std::vector<Variation> variations;  ///< of the shrunk case, field by field; may be none
  std::vector<diagnosis::Finding> findings = {};  ///< what the answers look like; may be none
};

/// The sum of a campaign.
struct CampaignSummary {
  std::uint64_t cases = 0;
  std::vector<LawTotals> laws;  ///< in the order of the campaign's laws
  std::string stopped_because;  ///< empty if every case was run
  double seconds = 0;
  /// What all failures together look like; nothing where there are none, or nobody looked.
  std::optional<std::vector<diagnosis::Finding>> diagnosis;

  LawTotals all() const { return sum(laws); }
};

/// Hears what happens, in the order of the cases, on one thread.
class Reporter {
 public:
  virtual ~Reporter() = default;
  /// So many values of a listed case, which is under way, have been judged.
  virtual void on_progress(const Case&, std::int64_t) {}
  virtual void on_case(const CaseResult&) {}
  virtual void on_failure(const Failure&) {}
  virtual void on_end(const CampaignSummary&) {}
};

/// Runs the campaign: drawn cases, and climbs from some of them to worse ones (plan.h, climb.h).
/// The same options give the same events for every number of jobs, unless the time is limited. A
/// law is retired after its third failure; a campaign whose implementation crashed or hung three
/// times ends. One that is interrupted ends after the cases under way.
CampaignSummary run_campaign(const CampaignOptions& options, const OpenImplementation& open,
                             const std::vector<Reporter*>& reporters);

}  // namespace bncheck::runner

#include "bncheck/report/merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "bncheck/report/diagnosis.h"
#include "bncheck/report/differences.h"
#include "bncheck/report/missing.h"
#include "bncheck/runner/retirement.h"
#include "core/error.h"

namespace bncheck::report {
namespace {

using nlohmann::json;

/// The start event without what differs between shards.
json common_start(const RunRecord& run) {
  json start = json::parse(run.start_line);
  start["shard"] = 1;
  start["shards"] = 1;
  return start;
}

void check_campaign(const RunRecord& run, const RunRecord& first) {
  const std::string differing = differences(common_start(run).dump(), common_start(first).dump());
  if (differing.empty()) return;
  throw UsageError(run.source + " and " + first.source +
                   " are not shards of one campaign: they differ in " + differing);
}

/// All cases and failures of the runs, by the index of the case.
struct Events {
  std::vector<const RecordedCase*> cases;
  std::multimap<std::uint64_t, const RecordedFailure*> failures;
};

Events collect(const std::vector<RunRecord>& runs) {
  Events events;
  for (const RunRecord& run : runs) {
    check_campaign(run, runs.front());
    for (const RecordedCase& one : run.cases) events.cases.push_back(&one);
    for (const RecordedFailure& one : run.failures) events.failures.emplace(one.index, &one);
  }
  std::sort(events.cases.begin(), events.cases.end(),
            [](const auto* a, const auto* b) { return a->index < b->index; });
  return events;
}

void check_cases_once(const std::vector<RunRecord>& runs, const Events& events) {
  const auto same = [](const auto* a, const auto* b) { return a->index == b->index; };
  const auto twice = std::adjacent_find(events.cases.begin(), events.cases.end(), same);
  if (twice == events.cases.end()) return;
  const std::uint64_t index = (*twice)->index;
  const auto holds = [index](const RunRecord& run) {
    return std::any_of(run.cases.begin(), run.cases.end(),
                       [index](const RecordedCase& one) { return one.index == index; });
  };
  const auto last = std::find_if(runs.rbegin(), runs.rend(), holds);
  throw UsageError(last->source + ": case " + std::to_string(index) +
                   " was there before: name every shard once");
}

/// Writes the events of one campaign in the order in which it would have had them.
class Merger {
 public:
  Merger(const std::vector<RunRecord>& runs, const diagnosis::KillMatrix& kills)
      : runs_(runs),
        kills_(kills),
        laws_(runs.front().laws),
        retirement_(laws_.size()),
        failed_(laws_.size(), false) {
    std::size_t size = 0;
    for (const RunRecord& run : runs) size += run.text->size();
    text_.reserve(size);
    write(common_start(runs.front()));
  }

  bool has_ended() const { return !retirement_.stopped_because().empty(); }

  void take(const RecordedCase& one, const Events& events) {
    std::vector<Verdict> verdicts(laws_.size(), Verdict::skip);
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (!retirement_.is_retired(law)) verdicts[law] = one.judgements[law].verdict;
    }
    json event = json::parse(one.line);
    json judgements = json::array();
    for (const json& said : event["judgements"]) {
      if (verdicts[said["law"]] != Verdict::skip) judgements.push_back(said);
    }
    event["judgements"] = judgements;
    write(event);
    count(one.index, verdicts);
    write_failures(one.index, verdicts, events);
    retirement_.count(verdicts);
  }

  /// Gives the text away.
  Merged finish() {
    const std::uint64_t end = has_ended() ? next_ : runs_.front().planned_cases;
    const std::string missing = tell_missing(runs_, end);
    std::string reason = retirement_.stopped_because();
    if (!missing.empty()) reason += (reason.empty() ? "" : "; ") + missing;
    double seconds = 0;
    std::vector<std::string> environment;  // of all machines, each once
    for (const RunRecord& run : runs_) {
      seconds += run.seconds;
      for (const std::string& each : run.environment) {
        if (std::find(environment.begin(), environment.end(), each) == environment.end()) {
          environment.push_back(each);
        }
      }
    }
    json last = {{"event", "end"},
                 {"cases", cases_},
                 {"passed", totals_[static_cast<std::size_t>(Verdict::pass)]},
                 {"failed", totals_[static_cast<std::size_t>(Verdict::fail)] +
                                totals_[static_cast<std::size_t>(Verdict::error)]},
                 {"inconclusive", totals_[static_cast<std::size_t>(Verdict::inconclusive)]},
                 {"skipped", totals_[static_cast<std::size_t>(Verdict::skip)]},
                 {"stopped_because", reason},
                 {"seconds", seconds}};
    if (!environment.empty()) last["environment"] = environment;
    if (was_diagnosed()) {
      last["diagnosis"] =
          to_json(diagnosis::conclude(findings_, diagnosis::nearest(failed(), kills_)));
    }
    write(last);
    return {std::move(text_), missing};
  }

 private:
  void write(const json& event) { text_ += event.dump() + '\n'; }

  void count(std::uint64_t index, const std::vector<Verdict>& verdicts) {
    ++cases_;
    next_ = index + 1;
    for (Verdict verdict : verdicts) ++totals_[static_cast<std::size_t>(verdict)];
  }

  /// A shard reports the first failure of each law that it saw; the campaign's is the first of all.
  void write_failures(std::uint64_t index, const std::vector<Verdict>& verdicts,
                      const Events& events) {
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (verdicts[law] < Verdict::fail || failed_[law]) continue;
      failed_[law] = true;
      const auto [first, last] = events.failures.equal_range(index);
      for (auto each = first; each != last; ++each) {
        if (each->second->law != laws_[law]) continue;
        write(json::parse(each->second->line));
        if (each->second->findings) findings_.push_back(*each->second->findings);
      }
    }
  }

  bool was_diagnosed() const {
    return std::any_of(runs_.begin(), runs_.end(),
                       [](const RunRecord& run) { return run.diagnosis.has_value(); });
  }

  std::set<std::string> failed() const {
    std::set<std::string> failed;
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (failed_[law]) failed.insert(laws_[law]);
    }
    return failed;
  }

  const std::vector<RunRecord>& runs_;
  const diagnosis::KillMatrix& kills_;
  const std::vector<std::string>& laws_;
  runner::Retirement retirement_;
  std::vector<bool> failed_;
  std::vector<std::vector<diagnosis::Finding>> findings_;  // of each failure
  std::array<std::uint64_t, 5> totals_{};                  // by verdict
  std::uint64_t cases_ = 0;
  std::uint64_t next_ = 0;  // the index behind the last case
  std::string text_;
};

}  // namespace

Merged merge(const std::vector<RunRecord>& runs, const diagnosis::KillMatrix& kills) {
  if (runs.empty()) throw UsageError("there is no run to merge");
  const Events events = collect(runs);
  check_cases_once(runs, events);
  Merger merger(runs, kills);
  for (const RecordedCase* one : events.cases) {
    if (merger.has_ended()) break;
    merger.take(*one, events);
  }
  return merger.finish();
}

void set_known_failures(RunRecord& run, const std::set<std::string>& known) {
  json start = json::parse(run.start_line);
  start["known_failures"] = known;
  run.start_line = start.dump();
  run.known_failures = known;
}

}  // namespace bncheck::report

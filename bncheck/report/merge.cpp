#include "bncheck/report/merge.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "bncheck/runner/retirement.h"
#include "core/error.h"

namespace bncheck::report {
namespace {

using nlohmann::json;

/// The start event without what differs between shards.
json common_start(const RunRecord& run) {
  json start = json::parse(run.start_line);
  start["shard"] = "1/1";
  return start;
}

/// All cases and failures of the runs, by the index of the case.
struct Events {
  std::map<std::uint64_t, const RecordedCase*> cases;
  std::multimap<std::uint64_t, const RecordedFailure*> failures;
};

Events collect(const std::vector<RunRecord>& runs) {
  Events events;
  for (const RunRecord& run : runs) {
    if (common_start(run) != common_start(runs.front())) {
      throw UsageError(
          "these runs are not shards of one campaign: they differ in implementation, "
          "version, seed, cases, dialect or laws");
    }
    for (const RecordedCase& one : run.cases) {
      if (!events.cases.emplace(one.index, &one).second) {
        throw UsageError("case " + std::to_string(one.index) +
                         " is in two of the runs: name every shard once");
      }
    }
    for (const RecordedFailure& one : run.failures) events.failures.emplace(one.index, &one);
  }
  return events;
}

/// Writes the events of one campaign in the order in which it would have had them.
class Merger {
 public:
  explicit Merger(const std::vector<RunRecord>& runs)
      : laws_(runs.front().laws), retirement_(laws_.size()), failed_(laws_.size(), false) {
    write(common_start(runs.front()));
  }

  bool has_ended() const { return !retirement_.stopped_because().empty(); }

  void take(const RecordedCase& one, const Events& events) {
    json event = json::parse(one.line);
    std::vector<Verdict> verdicts(laws_.size(), Verdict::skip);
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (retirement_.is_retired(law)) {
        event["judgements"][laws_[law]] = {{"verdict", "skip"}, {"reason", runner::kRetired}};
      } else if (const auto found = one.judgements.find(laws_[law]);
                 found != one.judgements.end()) {
        verdicts[law] = found->second.verdict;
      }
    }
    write(event);
    count(verdicts);
    write_failures(one.index, verdicts, events);
    retirement_.count(verdicts);
  }

  std::string finish(const std::vector<RunRecord>& runs, std::uint64_t planned) {
    std::string reason = retirement_.stopped_because();
    if (reason.empty() && cases_ < planned) {
      reason = std::to_string(planned - cases_) + " cases are missing";
    }
    double seconds = 0;
    for (const RunRecord& run : runs) seconds += run.seconds;
    write({{"event", "end"},
           {"cases", cases_},
           {"passed", totals_[static_cast<std::size_t>(Verdict::pass)]},
           {"failed", totals_[static_cast<std::size_t>(Verdict::fail)] +
                          totals_[static_cast<std::size_t>(Verdict::error)]},
           {"inconclusive", totals_[static_cast<std::size_t>(Verdict::inconclusive)]},
           {"skipped", totals_[static_cast<std::size_t>(Verdict::skip)]},
           {"stopped_because", reason},
           {"seconds", seconds}});
    return text_;
  }

 private:
  void write(const json& event) { text_ += event.dump() + '\n'; }

  void count(const std::vector<Verdict>& verdicts) {
    ++cases_;
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
        if (each->second->law == laws_[law]) write(json::parse(each->second->line));
      }
    }
  }

  const std::vector<std::string>& laws_;
  runner::Retirement retirement_;
  std::vector<bool> failed_;
  std::array<std::uint64_t, 5> totals_{};  // by verdict
  std::uint64_t cases_ = 0;
  std::string text_;
};

}  // namespace

std::string merge(const std::vector<RunRecord>& runs) {
  if (runs.empty()) throw UsageError("there is no run to merge");
  const Events events = collect(runs);
  Merger merger(runs);
  for (const auto& [index, one] : events.cases) {
    if (merger.has_ended()) break;
    merger.take(*one, events);
  }
  return merger.finish(runs, runs.front().planned_cases);
}

}  // namespace bncheck::report

#include "bncheck/runner/campaign.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "bncheck/runner/bold_steps.h"
#include "bncheck/runner/climb.h"
#include "bncheck/runner/diagnose_failure.h"
#include "bncheck/runner/end_reports.h"
#include "bncheck/runner/parallel.h"
#include "bncheck/runner/retirement.h"
#include "properties/generators/shrink.h"

namespace bncheck::runner {
namespace {

using Clock = std::chrono::steady_clock;
using properties::Property;

constexpr std::uint64_t kLargestBatch = 256;
// Shrinking ends after this many cases, several times what it takes (docs/specification.md, C4).
constexpr int kShrinkEvaluations = 1000;
// The emergency exit, for calls that are slow or hang: with it the result is said to be cut short.
constexpr std::chrono::seconds kShrinkTime{60};
// The same for what is tried of each field: some fifty cases.
constexpr std::chrono::seconds kExplainTime{20};
// A call that hangs while shrinking is cut off after this: several thousand times what a small case
// takes. The smallest case is judged once more with the campaign's own limit.
constexpr std::chrono::milliseconds kShrinkTimeout{200};

bool is_broken(const Judgement& judgement) { return judgement.verdict >= Verdict::fail; }

/// One campaign under way.
class Campaign {
 public:
  Campaign(const CampaignOptions& options, const OpenImplementation& open,
           const std::vector<Reporter*>& reporters)
      : options_(options),
        open_(open),
        reporters_(reporters),
        active_(options.laws),
        retirement_(options.laws.size()) {
    summary_.laws.resize(options.laws.size());
    go_on_from(options.begun);
    // A listed case opens one of its own, and gives its memory back.
    const unsigned count = options.listed.empty() ? std::max(1U, options.jobs) : 0;
    for (unsigned i = 0; i < count; ++i) implementations_.push_back(open(options.case_timeout));
  }

  CampaignSummary run();

 private:
  void go_on_from(const Progress& begun);
  void leave_out_retired();
  std::vector<CaseResult> run_batch(const std::vector<Unit>& units);
  CaseResult run_case(std::uint64_t index, Implementation& implementation);
  std::vector<CaseResult> run_climb(const Unit& unit, Implementation& implementation);
  CaseResult run_listed(std::uint64_t index);
  std::chrono::milliseconds timeout_for(const Case& input) const;
  void run_drawn();
  void run_all_listed();
  void take(CaseResult result);
  void shrink_and_report(std::size_t law, const CaseResult& result);
  void shrink(std::size_t law, const CaseResult& result, Failure& failure);
  bool out_of_time() const;
  bool is_over() const;
  std::string why_it_stopped() const;

  const CampaignOptions& options_;
  const OpenImplementation& open_;
  const std::vector<Reporter*>& reporters_;
  std::vector<const Property*> active_;  // retired laws are null
  Retirement retirement_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
  std::uint64_t next_index_ = 0;  // the first that no unit has been made of
  std::vector<std::vector<diagnosis::Finding>> findings_;  // of each failure
  CampaignSummary summary_;
  Clock::time_point start_ = Clock::now();
};

void Campaign::go_on_from(const Progress& begun) {
  next_index_ = begun.next_index();
  findings_ = begun.findings;
  summary_.cases = begun.cases.size();
  begun.count(summary_.laws, retirement_);
  leave_out_retired();
}

void Campaign::leave_out_retired() {
  for (std::size_t law = 0; law < active_.size(); ++law) {
    if (retirement_.is_retired(law)) active_[law] = nullptr;
  }
}

bool Campaign::out_of_time() const {
  return options_.time && Clock::now() - start_ >= *options_.time;
}

/// Whether no further case may begin.
bool Campaign::is_over() const {
  return out_of_time() || options_.interrupted() || !retirement_.stopped_because().empty();
}

CaseResult Campaign::run_case(std::uint64_t index, Implementation& implementation) {
  CaseResult result;
  result.index = index;
  result.input = index < options_.corpus.size()
                     ? options_.corpus[index]
                     : properties::generators::case_at(options_.seed, index, options_.selection);
  result.judgements =
      judge_case(result.input, active_, implementation, options_.dialect, &result.law_seconds);
  return result;
}

/// Ends early where a third fault ends the campaign. Laws that were retired are judged, too:
/// whether one is depends on the cases of other shards.
std::vector<CaseResult> Campaign::run_climb(const Unit& unit, Implementation& implementation) {
  Climb climb(options_.seed, unit.first, options_.laws.size(), options_.selection);
  Retirement retirement(options_.laws.size());
  std::vector<CaseResult> results;
  while (results.size() < unit.count && !retirement.is_over_by_faults() && !is_over()) {
    CaseResult result;
    result.index = unit.first + results.size();
    const bool known = result.index < options_.corpus.size();  // a corpus may reach into a climb
    result.input = known ? options_.corpus[result.index] : climb.next();
    result.judgements = judge_case(result.input, options_.laws, implementation, options_.dialect,
                                   &result.law_seconds);
    if (!known) climb.hear(result.judgements);
    retirement.count(result.judgements);
    results.push_back(std::move(result));
  }
  return results;
}

std::vector<CaseResult> Campaign::run_batch(const std::vector<Unit>& units) {
  std::vector<std::vector<CaseResult>> parts(units.size());
  const auto work = [&](unsigned thread, std::uint64_t i) {
    if (units[i].climbs) {
      parts[i] = run_climb(units[i], *implementations_[thread]);
    } else {
      parts[i].push_back(run_case(units[i].first, *implementations_[thread]));
    }
  };
  share_out(units.size(), static_cast<unsigned>(implementations_.size()), work,
            [this] { return is_over(); });
  std::vector<CaseResult> results;
  for (std::vector<CaseResult>& part : parts) {
    std::move(part.begin(), part.end(), std::back_inserter(results));
  }
  return results;
}

CaseResult Campaign::run_listed(std::uint64_t index) {
  const Clock::time_point start = Clock::now();
  CaseResult result;
  result.index = index;
  result.input = options_.listed[index];
  ByChannel judged = judge_by_channel(result.input, active_, *open_(timeout_for(result.input)),
                                      options_.dialect, options_.jobs, [&](std::int64_t values) {
                                        for (Reporter* reporter : reporters_)
                                          reporter->on_progress(result.input, values);
                                      });
  result.judgements = std::move(judged.judgements);
  result.exact = judged.exact;
  result.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return result;
}

std::chrono::milliseconds Campaign::timeout_for(const Case& input) const {
  return options_.timeout_grows ? call_limit(input.shape) : options_.case_timeout;
}

/// Looks for the simplest case on which the law comes to the same verdict, and for what of it
/// matters.
void Campaign::shrink(std::size_t law, const CaseResult& result, Failure& failure) {
  const Judgement& seen = result.judgements[law];
  const auto timeout = timeout_for(result.input);
  const std::unique_ptr<Implementation> implementation =
      open_(seen.verdict == Verdict::error ? std::min(timeout, kShrinkTimeout) : timeout);
  const auto verdict_on = [&](const Case& candidate) {
    return judge_case(candidate, {options_.laws[law]}, *implementation, options_.dialect)
        .front()
        .verdict;
  };
  const auto still_fails = [&](const Case& candidate) {
    return verdict_on(candidate) == seen.verdict;
  };
  const properties::generators::ShrinkBudget budget = {
      kShrinkEvaluations, Clock::now() + kShrinkTime, options_.interrupted};
  const properties::generators::Shrunk shrunk =
      options_.listed.empty() ? properties::generators::shrink(result.input, still_fails, budget)
                              : shrink_boldly(result.input, seen, still_fails, budget);
  failure.shrunk = shrunk.smallest;
  failure.tried = shrunk.evaluations;
  failure.stopped_by = shrunk.stopped_by;
  const auto deadline = Clock::now() + kExplainTime;
  failure.variations = vary_fields(shrunk.smallest, verdict_on, [&] {
    return options_.interrupted() || Clock::now() >= deadline;
  });
}

void Campaign::shrink_and_report(std::size_t law, const CaseResult& result) {
  Failure failure;
  failure.law = options_.laws[law];
  failure.original = result.input;
  failure.index = result.index;
  if (!options_.interrupted()) {
    shrink(law, result, failure);
    // What was judged once need not be judged again: a large case takes a minute.
    const bool is_new = to_string(failure.shrunk) != to_string(result.input);
    failure.judgement = !is_new ? result.judgements[law]
                                : judge_case(failure.shrunk, {failure.law},
                                             *open_(timeout_for(failure.shrunk)), options_.dialect)
                                      .front();
  }
  // It does not fail every time, or there was no time to look: show what was seen.
  if (!is_broken(failure.judgement)) {
    failure.shrunk = result.input;
    failure.judgement = result.judgements[law];
    failure.variations.clear();
  }
  const bool cut_short = options_.interrupted();
  if (cut_short) failure.stopped_by = properties::generators::kInterruption;
  if (options_.diagnose && !cut_short) failure.findings = options_.diagnose(failure);
  if (options_.diagnose) findings_.push_back(failure.findings);
  for (Reporter* reporter : reporters_) reporter->on_failure(failure);
}

void Campaign::take(CaseResult result) {
  for (std::size_t law = 0; law < active_.size(); ++law) {
    // The batch was under way when the law was retired.
    if (retirement_.is_retired(law)) result.judgements[law] = skipped(kRetired);
  }
  ++summary_.cases;
  for (Reporter* reporter : reporters_) reporter->on_case(result);
  for (std::size_t law = 0; law < result.judgements.size(); ++law) {
    LawTotals& totals = summary_.laws[law];
    totals.add(result.judgements[law]);
    if (is_broken(result.judgements[law]) && totals.failed == 1) shrink_and_report(law, result);
  }
  retirement_.count(result.judgements);
  leave_out_retired();
}

/// An interruption that came when all was done cut nothing short.
std::string Campaign::why_it_stopped() const {
  if (!retirement_.stopped_because().empty()) return retirement_.stopped_because();
  const bool done = options_.time ? out_of_time() : summary_.cases == options_.own_cases();
  return done || !options_.interrupted() ? "" : kInterrupted;
}

void Campaign::run_drawn() {
  // Small batches first, so that an implementation that hangs every time is soon done with.
  const auto end = options_.time ? std::numeric_limits<std::uint64_t>::max() : options_.cases;
  for (std::uint64_t batch = 1; !is_over(); batch = std::min(2 * batch, kLargestBatch)) {
    const std::vector<Unit> units = options_.shard.next_units(next_index_, batch, end);
    if (units.empty()) return;
    for (CaseResult& result : run_batch(units)) {
      if (retirement_.stopped_because().empty()) take(std::move(result));
    }
  }
}

void Campaign::run_all_listed() {
  for (std::uint64_t index = next_index_; index < options_.listed.size() && !is_over(); ++index) {
    if (options_.shard.has(unit_of(index))) take(run_listed(index));
  }
}

CampaignSummary Campaign::run() {
  if (options_.listed.empty()) {
    run_drawn();
  } else {
    run_all_listed();
  }
  summary_.stopped_because = why_it_stopped();
  if (!findings_.empty()) summary_.diagnosis = conclude(options_, summary_, findings_);
  summary_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  end_reports(reporters_, summary_);
  return summary_;
}

}  // namespace

CampaignSummary run_campaign(const CampaignOptions& options, const OpenImplementation& open,
                             const std::vector<Reporter*>& reporters) {
  return Campaign(options, open, reporters).run();
}

}  // namespace bncheck::runner

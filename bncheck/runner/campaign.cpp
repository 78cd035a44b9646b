#include "bncheck/runner/campaign.h"

#include <algorithm>

#include "bncheck/runner/bold_steps.h"
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
    // A listed case opens one of its own, and gives its memory back.
    const unsigned count = options.listed.empty() ? std::max(1U, options.jobs) : 0;
    for (unsigned i = 0; i < count; ++i) implementations_.push_back(open(options.case_timeout));
  }

  CampaignSummary run();

 private:
  std::vector<CaseResult> run_batch(std::uint64_t first, std::uint64_t count);
  CaseResult run_case(std::uint64_t index, Implementation& implementation);
  CaseResult run_listed(std::uint64_t index);
  std::uint64_t index_of(std::uint64_t i) const;
  std::chrono::milliseconds timeout_for(const Case& input) const;
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
  CampaignSummary summary_;
  Clock::time_point start_ = Clock::now();
};

bool Campaign::out_of_time() const {
  return options_.time && Clock::now() - start_ >= *options_.time;
}

/// Whether no further case may begin.
bool Campaign::is_over() const { return out_of_time() || options_.interrupted(); }

CaseResult Campaign::run_case(std::uint64_t index, Implementation& implementation) {
  CaseResult result;
  result.index = index;
  result.input = index < options_.corpus.size()
                     ? options_.corpus[index]
                     : properties::generators::case_at(options_.seed, index, options_.selection);
  result.judgements = judge_case(result.input, active_, implementation, options_.dialect);
  return result;
}

/// Returns the number of the shard's i-th case.
std::uint64_t Campaign::index_of(std::uint64_t i) const {
  return i * options_.shard.count + options_.shard.number - 1;
}

std::vector<CaseResult> Campaign::run_batch(std::uint64_t first, std::uint64_t count) {
  if (!options_.listed.empty()) return {run_listed(index_of(first))};
  std::vector<CaseResult> results(count);
  const auto work = [&](unsigned thread, std::uint64_t i) {
    results[i] = run_case(index_of(first + i), *implementations_[thread]);
  };
  share_out(count, static_cast<unsigned>(implementations_.size()), work,
            [this] { return is_over(); });
  // A batch that was cut short ends with cases that were never run.
  std::erase_if(results, [](const CaseResult& result) { return result.judgements.empty(); });
  return results;
}

CaseResult Campaign::run_listed(std::uint64_t index) {
  const Clock::time_point start = Clock::now();
  CaseResult result;
  result.index = index;
  result.input = options_.listed[index];
  ByChannel judged = judge_by_channel(
      result.input, active_, *open_(timeout_for(result.input)), options_.dialect, options_.jobs,
      [&](std::int64_t values) {
        for (Reporter* reporter : reporters_) reporter->on_progress(result.input, values);
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
  for (Reporter* reporter : reporters_) reporter->on_failure(failure);
}

void Campaign::take(CaseResult result) {
  std::vector<Verdict> verdicts;
  for (std::size_t law = 0; law < active_.size(); ++law) {
    // The batch was under way when the law was retired.
    if (retirement_.is_retired(law)) result.judgements[law] = skipped(kRetired);
    verdicts.push_back(result.judgements[law].verdict);
  }
  ++summary_.cases;
  for (Reporter* reporter : reporters_) reporter->on_case(result);
  for (std::size_t law = 0; law < result.judgements.size(); ++law) {
    LawTotals& totals = summary_.laws[law];
    totals.add(result.judgements[law]);
    if (is_broken(result.judgements[law]) && totals.failed == 1) shrink_and_report(law, result);
  }
  retirement_.count(verdicts);
  for (std::size_t law = 0; law < active_.size(); ++law) {
    if (retirement_.is_retired(law)) active_[law] = nullptr;
  }
}

/// An interruption that came when all was done cut nothing short.
std::string Campaign::why_it_stopped() const {
  if (!retirement_.stopped_because().empty()) return retirement_.stopped_because();
  const bool done = options_.time ? out_of_time() : summary_.cases == options_.own_cases();
  return done || !options_.interrupted() ? "" : kInterrupted;
}

CampaignSummary Campaign::run() {
  const std::uint64_t mine = options_.own_cases();
  std::uint64_t batch = 1;
  std::uint64_t first = 0;
  // Small batches first, so that an implementation that hangs every time is soon done with.
  while (retirement_.stopped_because().empty() && !is_over()) {
    const std::uint64_t left = options_.time ? batch : mine - first;
    if (left == 0) break;
    const std::uint64_t count = options_.listed.empty() ? std::min(batch, left) : 1;
    for (CaseResult& result : run_batch(first, count)) {
      if (retirement_.stopped_because().empty()) take(std::move(result));
    }
    first += count;
    batch = std::min(2 * batch, kLargestBatch);
  }
  summary_.stopped_because = why_it_stopped();
  summary_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  for (Reporter* reporter : reporters_) reporter->on_end(summary_);
  return summary_;
}

}  // namespace

std::chrono::milliseconds call_limit(const Shape& shape) {
  constexpr std::int64_t kValuesPerMillisecond = 1000;
  return kCaseTimeout + std::chrono::milliseconds(shape.size() / kValuesPerMillisecond);
}

std::uint64_t Shard::part_of(std::uint64_t cases) const {
  return cases / count + (cases % count >= number ? 1 : 0);
}

void LawTotals::add(const Judgement& judgement) {
  if (judgement.reason == kRetired) ++retired;
  add(judgement.verdict, judgement.evidence ? judgement.evidence->ratio : 0);
}

void LawTotals::add(Verdict verdict, double ratio) {
  switch (verdict) {
    case Verdict::skip: ++skipped; break;
    case Verdict::pass: ++passed; break;
    case Verdict::inconclusive: ++inconclusive; break;
    case Verdict::fail:
    case Verdict::error: ++failed; break;
  }
  if (verdict == Verdict::pass) worst_passing_ratio = std::max(worst_passing_ratio, ratio);
}

LawTotals sum(std::span<const LawTotals> laws) {
  LawTotals total;
  for (const LawTotals& law : laws) {
    total.skipped += law.skipped;
    total.passed += law.passed;
    total.inconclusive += law.inconclusive;
    total.retired += law.retired;
    total.failed += law.failed;
    total.worst_passing_ratio = std::max(total.worst_passing_ratio, law.worst_passing_ratio);
  }
  return total;
}

CampaignSummary run_campaign(const CampaignOptions& options, const OpenImplementation& open,
                             const std::vector<Reporter*>& reporters) {
  return Campaign(options, open, reporters).run();
}

}  // namespace bncheck::runner

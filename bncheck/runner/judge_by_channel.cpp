#include <algorithm>
#include <atomic>

#include "bncheck/runner/court.h"
#include "bncheck/runner/judge_case.h"
#include "bncheck/runner/judge_trial.h"
#include "bncheck/runner/parallel.h"
#include "bncheck/runner/retirement.h"
#include "bncheck/runner/slices.h"
#include "core/ulp.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "reference/certified_oracle.h"

namespace bncheck::runner {
namespace {

using Laws = std::vector<const properties::Property*>;

std::uint64_t count_same(const std::vector<double>& got, const std::vector<double>& expected) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < got.size(); ++i) equal += same(got[i], expected[i]) ? 1 : 0;
  return equal;
}

/// Counts the correctly rounded elements of a slice; none where forward did not answer, since then
/// no law judges backward either.
Exactness count_exact(properties::Trial& slice) {
  const reference::CertifiedOracle oracle;
  Exactness exact;
  if (slice.forward().status != CallStatus::ok) return exact;
  const auto forward = oracle.rounded_forward(slice.problem(), slice.dialect());
  exact.y = count_same(slice.forward().outputs.y, forward.outputs.y);
  if (properties::has_backward(slice) && slice.backward().status == CallStatus::ok) {
    const auto rounded = oracle.rounded_backward(slice.problem());
    exact.dx = count_same(slice.backward().outputs.dx, rounded.outputs.dx);
  }
  return exact;
}

void add(std::optional<std::uint64_t>& total, const std::optional<std::uint64_t>& part) {
  if (part) total = total.value_or(0) + *part;
}

/// Judges one slice; indices of the evidence are those of the whole.
ByChannel judge_slice(const Problem& whole, const Answers& answers, const Slice& slice,
                      const Dialect& dialect, const Laws& laws) {
  SliceImplementation implementation(answers, slice);
  const properties::Court court = court_for(implementation, dialect);
  properties::Trial trial(court, part_of(whole, slice));
  ByChannel result{judge_trial(trial, laws), count_exact(trial)};
  for (Judgement& judgement : result.judgements) {
    if (!judgement.evidence) continue;
    Evidence& evidence = *judgement.evidence;
    evidence.index = whole_index(whole.shape, slice, evidence.what, evidence.index);
  }
  return result;
}

/// Puts the slices together, in their order: the result does not depend on the threads.
ByChannel merged(std::vector<ByChannel> slices) {
  ByChannel all = std::move(slices.front());
  for (std::size_t i = 1; i < slices.size(); ++i) {
    for (std::size_t law = 0; law < all.judgements.size(); ++law) {
      properties::merge_part(all.judgements[law], std::move(slices[i].judgements[law]));
    }
    add(all.exact.y, slices[i].exact.y);
    add(all.exact.dx, slices[i].exact.dx);
  }
  return all;
}

/// Returns the laws that split, null in place of the others.
Laws splitting(Laws laws) {
  std::replace_if(
      laws.begin(), laws.end(),
      [](const properties::Property* law) { return law != nullptr && !law->splits_by_channel; },
      nullptr);
  return laws;
}

}  // namespace

ByChannel judge_by_channel(const Case& input, const Laws& laws, Implementation& implementation,
                           const Dialect& dialect, unsigned threads,
                           const std::function<void(std::int64_t)>& judged) {
  judged(0);
  const properties::Court court = court_for(implementation, dialect);
  properties::Trial whole(court, expand(input));
  const Laws chosen = splitting(laws);
  const std::vector<Slice> slices = slices_of(input.shape);
  if (slices.empty()) return {judge_trial(whole, chosen), {}};
  const Outcome<Backward<double>> none{CallStatus::refused, "", {}};
  const Answers answers{implementation, whole.problem().shape, whole.contract(), whole.forward(),
                        implementation.has_backward() ? whole.backward() : none};
  std::vector<ByChannel> results(slices.size());
  std::atomic<std::int64_t> values = 0;
  share_out(slices.size(), threads, [&](unsigned thread, std::uint64_t i) {
    results[i] = judge_slice(whole.problem(), answers, slices[i], dialect, chosen);
    values += slices[i].count * input.shape.values_per_channel();
    if (thread == 0) judged(values);
  });
  ByChannel all = merged(std::move(results));
  for (std::size_t i = 0; i < laws.size(); ++i) {
    if (laws[i] != nullptr && chosen[i] == nullptr) all.judgements[i] = skipped(kDoesNotSplit);
  }
  return all;
}

}  // namespace bncheck::runner

#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

// The trial's own call leaves the number to the implementation. One thread, and a number that
// divides few extents: no thread then has what another one has.
constexpr int kNumbers[] = {1, 3};

bool applies_to(const Trial& trial) { return trains(trial) || evaluates(trial); }

/// Bitwise where BN_CORRECTLY_ROUNDED is declared for both: there is one right answer then. An
/// element without a budget may have none (O8), or overflow on the way.
Judgement judge_number(Trial& trial, int threads) {
  Trial other(trial.court(), called(trial.given(), {.threads = threads}));
  if (const auto ended = judge_status(other.forward())) return *ended;
  const bool rounded = trial.contract().correctly_rounded && other.contract().correctly_rounded;
  const Closeness closeness = rounded ? Closeness::bits_in_budget : Closeness::budgets;
  Judgement result = same_outputs(other, trial, closeness);
  if (!has_backward(trial)) return result;
  if (const auto ended = judge_status(other.backward())) {
    result.merge(*ended);
  } else {
    result.merge(same_gradients(other, trial, closeness));
  }
  return result;
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  if (has_backward(trial)) {
    if (const auto ended = judge_status(trial.backward())) return *ended;
  }
  Judgement result{Verdict::skip, "no number of threads was supported", {}};
  for (int threads : kNumbers) result.merge(judge_number(trial, threads));
  return result;
}

}  // namespace

const Property kThreadIndependence{
    "thread_independence",
    "S2",
    "another number of threads",
    "forward and backward with 1 and with 3 threads answer as with as many as they like, for every "
    "eps: within both budgets, and to the bit where correct rounding is promised",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof =
         "The number of threads has no part in O1-O6. It may change the order of sums, so that "
         "answers differ by their roundings; a correctly rounded answer has none to differ by.",
     .budget = "T2 within the sum of both budgets. None where BN_CORRECTLY_ROUNDED is declared, "
               "but for elements without a budget.",
     .catches = "Races between threads, a part of the work that no thread takes or two do, sums "
                "that start at another thread's.",
     .defect = "the last value lost to three threads"},
};

}  // namespace bncheck::properties

#include "properties/agreement.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// One output of backward, and where the manner of a call says that it is wanted.
struct Gradient {
  bool Manner::*wanted;
  std::vector<double> Backward<double>::*values;
};

constexpr Gradient kGradients[] = {
    {&Manner::dx, &Backward<double>::dx},
    {&Manner::dweight, &Backward<double>::dweight},
    {&Manner::dbias, &Backward<double>::dbias},
};

constexpr Manner kNoGradient = {.dx = false, .dweight = false, .dbias = false};

bool applies_to(const Trial& trial) {
  return trains(trial) || (evaluates(trial) && has_backward(trial));
}

Judgement judge_without_saved(Trial& trial, Closeness closeness) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Trial other(trial.court(), called(trial.given(), {.saved = false}));
  if (const auto ended = judge_status(other.forward())) return *ended;
  return same_outputs(other, trial, closeness);
}

/// Judges each gradient that there is, asked for alone; all calls are given the same statistics.
Judgement judge_alone(Trial& trial, Closeness closeness) {
  if (const auto ended = judge_status(trial.backward())) return *ended;
  Judgement result{Verdict::pass, "", {}};
  for (const auto& [wanted, values] : kGradients) {
    if ((trial.backward().outputs.*values).empty()) continue;
    Manner manner = kNoGradient;
    manner.*wanted = true;
    const auto alone = trial.court().implementation.backward(called(trial.given(), manner),
                                                             trial.saved_statistics());
    const auto ended = judge_status(alone);
    result.merge(ended ? *ended : same_gradients(alone.outputs, trial, closeness));
  }
  return result;
}

Judgement check(Trial& trial) {
  const Closeness closeness = is_deterministic(trial) ? Closeness::bits : Closeness::budgets;
  const bool saves = trains(trial) && trial.dialect().saved != SavedStatistic::none;
  Judgement result{Verdict::skip, "nothing can be left out", {}};
  if (saves) result.merge(judge_without_saved(trial, closeness));
  if (has_backward(trial)) result.merge(judge_alone(trial, closeness));
  return result;
}

}  // namespace

const Property kOutputSelection{
    "output_selection",
    "B24",
    "only some outputs wanted",
    "dx, dweight and dbias have the same bits alone as together, and so have y and the running "
    "statistics without save_mean and save_invstd, for every eps; the same within both budgets "
    "where no determinism is promised",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {.proof = "An output that is not wanted is not among the arguments of the others in O2-O6.",
     .budget = "None where BN_DETERMINISTIC is declared (T7), which covers what else is wanted. "
               "Else T2 within twice the budget of the output.",
     .catches = "dx made from sums that only dweight or dbias had computed, writes through a "
                "pointer that is NULL, an update that depends on whether statistics are saved.",
     .defect = "dx without the sums that nobody wanted"},
};

}  // namespace bncheck::properties

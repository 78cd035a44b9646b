#include "diagnosis/widened.h"

#include <cmath>

namespace bncheck::diagnosis {
namespace {

/// A way to compute that honest implementations declare, and this one did not.
struct Promise {
  Cause cause;
  const char* sentence;
  void (*weaken)(Contract&);
};

DType half_of(DType dtype) { return dtype == DType::f64 ? DType::f32 : DType::bf16; }

constexpr Promise kPromises[] = {
    {Cause::contract_untrue, "correct rounding is promised, and there is more than one rounding",
     [](Contract& c) { c.correctly_rounded = false; }},
    {Cause::precision_lost,
     "the last step is a*x + b with a and b per channel, which cancels; it is not declared",
     [](Contract& c) { c.apply = ApplyForm::folded; }},
    {Cause::contract_untrue, "sums are made in order or in fewer partial sums than declared",
     [](Contract& c) {
       c.summation = Summation::unspecified;
       c.summation_height = 0;
     }},
    {Cause::one_pass_variance,
     "the variance is computed in one pass, as mean(x^2) - mean(x)^2, which cancels where the mean "
     "is large; two passes are declared",
     [](Contract& c) { c.variance = VarianceAlgorithm::one_pass; }},
    {Cause::precision_lost, "mean and invstd are kept in fewer bits than declared",
     [](Contract& c) { c.stored = half_of(c.stored); }},
    {Cause::precision_lost, "the last step of forward has fewer bits than declared",
     [](Contract& c) { c.applied = half_of(c.applied); }},
    {Cause::precision_lost, "single elements are computed in fewer bits than declared",
     [](Contract& c) { c.element = half_of(c.element); }},
    {Cause::precision_lost, "sums are made in fewer bits than declared",
     [](Contract& c) { c.accumulator = half_of(c.accumulator); }},
    {Cause::precision_lost, "everything is computed in fewer bits than declared",
     [](Contract& c) {
       c.element = half_of(c.element);
       c.accumulator = half_of(c.accumulator);
       c.stored = half_of(c.stored);
       c.applied = half_of(c.applied);
     }},
    {Cause::one_pass_variance,
     "the variance is computed in one pass, as mean(x^2) - mean(x)^2, in fewer bits than declared",
     [](Contract& c) {
       c.variance = VarianceAlgorithm::one_pass;
       c.element = half_of(c.element);
       c.accumulator = half_of(c.accumulator);
     }},
};

/// How the wrong outputs stand to other budgets. One without a claim, as where var + eps may come
/// out at 0, says nothing.
struct Verdicts {
  bool explained = false;
  bool contradicted = false;

  void hear(const Observation& seen, Output output, const std::vector<double>& radius) {
    if (!seen.is_wrong(output)) return;
    const std::vector<double>& got = seen.got[output];
    for (std::size_t i = 0; i < got.size(); ++i) {
      if (!(radius[i] < kAnyFinite)) continue;
      const bool within = seen.truth[output][i].widened(radius[i]).contains(got[i]);
      (std::isfinite(got[i]) && within ? explained : contradicted) = true;
    }
  }
};

void hear_all(const Suspect& suspect, const Observation& seen, const Contract& contract,
              Verdicts& verdicts) {
  const Problem problem = seen.understood();
  const Statistics<Ball> statistics = suspect.oracle.statistics(problem);
  const auto forward = suspect.error_model.forward(problem, contract, seen.dialect, statistics);
  const auto backward = suspect.error_model.backward(problem, contract, statistics);
  const auto hear = [&](Output output, const Budget& budget) {
    verdicts.hear(seen, output, budget.radius);
  };
  hear(Output::y, forward.y);
  hear(Output::save_mean, forward.save_mean);
  hear(Output::save_invstd, forward.save_invstd);
  hear(Output::running_mean, forward.running_mean);
  hear(Output::running_var, forward.running_var);
  hear(Output::dx, backward.dx);
  hear(Output::dweight, backward.dweight);
  hear(Output::dbias, backward.dbias);
  for (const Output output : {Output::d_dy, Output::d_x, Output::d_weight}) {
    verdicts.contradicted = verdicts.contradicted || seen.is_wrong(output);
  }
}

}  // namespace

std::optional<Finding> explain_by_contract(const Suspect& suspect,
                                           std::span<const Observation> observations) {
  for (const Promise& promise : kPromises) {
    Verdicts verdicts;
    for (const Observation& seen : observations) {
      if (!seen.is_wrong() || verdicts.contradicted) continue;
      Contract contract = seen.contract;
      promise.weaken(contract);
      hear_all(suspect, seen, contract, verdicts);
    }
    if (verdicts.explained && !verdicts.contradicted) {
      return Finding{promise.cause, promise.sentence, false};
    }
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis

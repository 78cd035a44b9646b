#include "reference/error_budget/running_error.h"

namespace bncheck::reference {

Momentum::Momentum(double momentum, MomentumWeighs weighs, const Arithmetic& arithmetic) {
  const Upper given = magnitude(momentum);
  const Upper rest = magnitude(Ball(1) - Ball(momentum));
  take = weighs == MomentumWeighs::new_value ? given : rest;
  keep = weighs == MomentumWeighs::new_value ? rest : given;
  error = Upper(arithmetic.parameter_rounding) * given;
  if (arithmetic.parameter_rounding > 0) error += arithmetic.parameter.underflow;
}

Upper running_error(const Momentum& momentum, Upper running, Upper batch, Upper batch_error,
                    const Arithmetic& arithmetic) {
  const double u = coarser(arithmetic.invstd, arithmetic.parameter).u;
  const Upper answered = batch + batch_error;
  const Upper keep = momentum.keep + momentum.error;
  const Upper take = momentum.take + momentum.error;
  const Upper inherited = take * batch_error + momentum.error * (running + answered);
  const Upper terms = keep * running + take * answered;
  // keep * running + take * batch: 1 - momentum, a product and the sum round.
  const Upper weighted = roundings(3, u) * terms;
  // running + take * (batch - running): the difference, the product and the sum round.
  const Upper step = roundings(2, u) * take * (running + answered);
  const Upper moved = step + Upper(u) * (terms + step);
  // Both, then the narrowing to the statistic's type, which the coarser unit includes.
  return inherited + max(weighted, moved) + 4 * Upper(arithmetic.parameter.underflow);
}

}  // namespace bncheck::reference

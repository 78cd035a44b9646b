#pragma once

#include "core/dialect.h"
#include "reference/error_budget/statistics_error.h"

namespace bncheck::reference {

/// How a running statistic is updated: running = keep * running + take * batch.
struct Momentum {
  Momentum(double momentum, MomentumWeighs weighs, const Arithmetic& arithmetic);

  Upper keep;   ///< |keep|
  Upper take;   ///< |take|
  Upper error;  ///< of both, from the rounding of momentum itself; absolute
};

/// Bounds the error of an updated running statistic, given that of the batch's.
/// docs/numerics.md, section 8.
Upper running_error(const Momentum& momentum, Upper running, Upper batch, Upper batch_error,
                    const Arithmetic& arithmetic);

}  // namespace bncheck::reference

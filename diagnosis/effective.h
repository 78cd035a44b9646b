#pragma once

#include "diagnosis/observation.h"

namespace bncheck::diagnosis {

/// The numbers that one channel of an answer behaves as if it had been computed with; NaN where
/// they cannot be read off. In plain double: they are only suggestions.
struct Effective {
  double invstd;         ///< the slope of y over x, by the weight
  double saved_invstd;   ///< what was saved
  double mean_momentum;  ///< what running_mean weighs the batch by
  double var_momentum;   ///< the same of running_var
  double tracked_var;    ///< what entered running_var, if momentum weighs it
};

/// What the definition says of the channel.
struct Exact {
  double mean, var, m;
};

/// y = weight * xhat + bias, read off y with the exact statistics.
struct Line {
  double weight, bias;
};

Line line_of(const Observation& seen, std::size_t channel);

/// Returns the eps that the channel of the smallest variance behaves as if it had been given.
double shown_eps(const Observation& seen);

Exact exact_of(const Observation& seen, std::size_t channel);
Effective effective_of(const Observation& seen, std::size_t channel);

}  // namespace bncheck::diagnosis

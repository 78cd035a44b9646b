#pragma once

#include <vector>

#include "core/ball.h"
#include "core/batch_norm.h"

namespace bncheck::properties {

/// A small step away from x, exact in x's type in both directions, and what a central difference
/// along it may be off by. Per channel c, f_c(t) = sum dy_i y_i at x + t*delta.
struct Step {
  std::vector<double> delta;      ///< in the shape of x; 0 where no exact step exists
  std::vector<double> remainder;  ///< per channel: |(f(1) - f(-1))/2 - f'(0)| <= remainder
};

/// Chooses steps of about relative*sqrt(var + eps), a power of two with a random sign each.
Step choose_step(const Problem& problem, double relative);

/// Returns the problem at x + sign*delta.
Problem moved(const Problem& problem, const Step& step, int sign);

/// Returns whether some delta is not 0.
bool moves(const Step& step);

/// Returns (f(1) - f(-1))/2 of one channel, widened by the remainder, from y at both ends.
Ball central_difference(const Problem& problem, const Step& step, std::int64_t channel,
                        const std::vector<Ball>& y_ahead, const std::vector<Ball>& y_behind);

/// Returns sum dx_i*delta_i of one channel: f'(0) as backward has it.
Ball directional_derivative(const Problem& problem, const Step& step, std::int64_t channel,
                            const std::vector<Ball>& dx);

/// Returns the largest |f'(0)| that |dx_i| <= range_i allows.
double derivative_range(const Problem& problem, const Step& step, std::int64_t channel,
                        const std::vector<double>& dx_range);

}  // namespace bncheck::properties

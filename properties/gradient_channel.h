#pragma once

#include <vector>

#include "core/oracle.h"
#include "properties/moments.h"

namespace bncheck::properties {

/// One channel of backward in training: what was asked, exactly, and what was answered, widened by
/// the budgets. Built from x, dy and the answers alone, with no formula of dx.
struct GradientChannel {
  Ball weight;
  Moments x;
  Ball invstd;    ///< 1/sqrt(var + eps)
  Ball leftover;  ///< eps/(var + eps): what the variance term leaves of the part along xhat
  std::vector<double> dy;
  std::vector<Ball> dx;
  Ball dweight;  ///< sum(dy*xhat), exact, where weight is absent
  Ball dbias;    ///< sum(dy), exact, where bias is absent
  std::vector<double> dx_range;
  double dweight_range = 0;  ///< 0 where weight is absent
  double dbias_range = 0;    ///< 0 where bias is absent

  Ball count() const { return Ball(static_cast<double>(dy.size())); }
};

/// Returns every channel of what backward answered to the problem.
std::vector<GradientChannel> gradient_channels(const Problem& problem, const Backward<double>& got,
                                               const ErrorModel::BackwardBudget& budget);

/// Returns the largest |sum(a*dx)| that |dx_i| <= range_i allows.
double product_range(const std::vector<double>& a, const std::vector<double>& range);

/// Returns sum(a^2).
Ball sum_of_squares(const std::vector<Ball>& a);
Ball sum_of_squares(const std::vector<double>& a);

/// Returns an upper bound of sqrt(sum(a^2)).
double norm(const std::vector<double>& a);

/// Returns by how much dx may move where dy moves by a vector of this norm: dx is
/// weight*invstd*P dy, and no eigenvalue of P, which are 0, eps/(var + eps) and 1, exceeds 1.
double moved_by(const GradientChannel& channel, double norm_of_move);

/// Returns a residual that holds zero unless the value is proven to be negative.
Ball shortfall(const Ball& value);

}  // namespace bncheck::properties

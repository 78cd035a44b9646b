#pragma once

#include <vector>

#include "core/batch_norm.h"
#include "reference/error_budget/upper.h"

namespace bncheck::reference {

/// The exact quantities of one channel that its budgets are made of, as upper bounds of magnitudes.
/// In evaluation mean, var and invstd are the running ones.
struct Channel {
  Channel(const Problem& problem, const Statistics<Ball>& statistics, std::int64_t channel);

  std::size_t count() const { return x.size(); }

  /// Returns the exact weight * (x - mean) * invstd + bias of value j.
  Ball y(std::size_t j) const;

  std::int64_t number = 0;
  std::vector<double> x;        ///< the values themselves
  std::vector<Upper> centered;  ///< |x - mean|
  double signed_weight = 1;
  double signed_bias = 0;
  Ball mean_ball;
  Ball invstd_ball;
  Upper mean;               ///< |mean|
  Upper var;                ///< variance
  Upper invstd;             ///< 1/sqrt(var + eps); infinite if that is not known to be positive
  double var_plus_eps = 0;  ///< a lower bound
  Upper mean_abs;           ///< mean of |x|
  Upper mean_square;        ///< mean of x^2
  Upper largest;            ///< max |x|
  Upper largest_centered;
  Upper spread;  ///< max x - min x
  Upper weight;  ///< |weight|
  Upper bias;    ///< |bias|
};

}  // namespace bncheck::reference

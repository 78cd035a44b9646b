#pragma once

#include <vector>

#include "core/batch_norm.h"
#include "reference/error_budget/linear.h"

namespace bncheck::reference {

/// The exact quantities of one channel that its budgets are made of, as upper bounds of magnitudes.
/// In evaluation mean, var and invstd are the running ones.
struct Channel {
  Channel(const Problem& problem, const Statistics<Ball>& statistics, std::int64_t channel);

  std::size_t count() const { return x.size(); }

  /// Returns |weight * (x - mean) * invstd + bias| of value j, computed in double.
  double output_magnitude(std::size_t j) const;

  /// Returns what bounds the exact magnitude where `value` is output_magnitude: six roundings and
  /// what the leading doubles of mean and invstd leave out, against the size of the terms.
  Linear output_bound() const;

  std::int64_t number = 0;
  bool finite = true;            ///< x, weight, bias and the statistics given are; else no claim
  std::vector<double> x;         ///< the values themselves
  std::vector<double> centered;  ///< |x - mean|
  double signed_weight = 1;
  double signed_bias = 0;
  Ball mean_ball;
  Ball invstd_ball;
  Upper mean_rest;          ///< |mean - its leading double|
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

 private:
  double distance_from_mean(double value) const;
};

}  // namespace bncheck::reference

#pragma once

#include <vector>

#include "reference/error_budget/gradient_sums.h"
#include "reference/error_budget/linear.h"

namespace bncheck::reference {

/// The second gradients of one channel; ddx has as many values as dy.
struct SecondChannel {
  std::vector<double> ddx;
  double ddweight = 0;
  double ddbias = 0;
};

/// dy or ddx as the formulas see it. In evaluation its means do not occur, and are 0.
struct Direction {
  Direction(const Channel& channel, const std::vector<double>& values, Mode mode,
            const Arithmetic& arithmetic, const StatisticsError& statistics)
      : sums(channel, values, arithmetic, statistics), means{} {
    if (mode == Mode::training) means = means_of(channel, sums, arithmetic);
    means.dy_error += 2 * Upper(arithmetic.coarse.flush);
  }

  Upper mean() const { return means.dy + means.dy_error; }               ///< as computed
  Upper product() const { return means.product + means.product_error; }  ///< as computed

  GradientSums sums;
  Means means;
};

/// What the bounds of double backward are made of, for one channel. docs/numerics.md, 7.5.
struct SecondTerms {
  SecondTerms(const Channel& channel, const std::vector<double>& dy, const SecondChannel& second,
              Mode mode, const Arithmetic& arithmetic, const StatisticsError& statistics);

  Direction g;  ///< dy
  Direction v;  ///< ddx
  bool training;
  Upper m;
  Upper weight, ddweight, ddbias, invstd;
  Upper level;         ///< kRoundings roundings
  Upper invstd_error;  ///< relative
  Upper loaded;        ///< relative, of an element of dy or ddx
  Upper cubed;         ///< relative, of invstd^2 and invstd^3 where they underflow
  Upper lost;          ///< of all other products that may underflow
  Linear xhat, xhat_error;
  Linear rounded_xhat;  ///< the size at which products with xhat are rounded

  // mean((dy - mean dy)(ddx - mean ddx)), and the product of the means of dy*xhat and ddx*xhat.
  Ball covariance;
  Upper covariance_size, covariance_error;
  Upper product_size, product_error;

 private:
  void bound_xhat(const Channel& channel, const Arithmetic& arithmetic);
  void bound_covariance(const std::vector<double>& dy, const std::vector<double>& ddx,
                        const Arithmetic& arithmetic);
};

}  // namespace bncheck::reference

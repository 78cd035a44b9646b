#pragma once

#include "reference/error_budget/arithmetic.h"
#include "reference/error_budget/channel.h"

namespace bncheck::reference {

/// How far the statistics of an honest implementation may be from the exact ones, as it keeps them
/// in the stored format.
struct StatisticsError {
  Upper mean;      ///< absolute
  Upper variance;  ///< absolute
  Upper invstd;    ///< relative; infinite where var + eps may come out at zero or below
  Upper
      largest_invstd;  ///< the largest invstd that may be computed; infinite if var + eps may be 0
  bool overflow = false;  ///< an intermediate may leave the range of its format
};

/// Bounds the statistics computed from the batch. docs/numerics.md, sections 3 to 5.
StatisticsError training_statistics_error(const Channel& channel, const Arithmetic& arithmetic,
                                          double eps);

/// Bounds 1/sqrt(running_var + eps); the running statistics themselves are given.
StatisticsError evaluation_statistics_error(const Channel& channel, const Arithmetic& arithmetic,
                                            double eps);

}  // namespace bncheck::reference

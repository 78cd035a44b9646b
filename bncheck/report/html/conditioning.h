#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "bncheck/report/run_record.h"
#include "core/case.h"

namespace bncheck::report::html {

/// One case in the drawing of errors against conditioning. Errors are in ulps of the largest value
/// that the output has in the element's channel.
struct ErrorPoint {
  double kappa = 1;   ///< sqrt(1 + mean^2/var) of the channel's x
  double error = 0;   ///< 0 upwards; infinite where the answer is not finite
  double budget = 0;  ///< what the implementation was allowed there
  bool failed = false;
};

/// The points of one output in one type.
struct ErrorCloud {
  std::string output;  ///< "y" or "dx"
  DType dtype = DType::f32;
  std::vector<ErrorPoint> points;
  /// Cases whose channel is constant, or whose values are not finite or too many to compute here.
  std::size_t left_out = 0;
};

/// What all points of a cloud between two powers of ten of kappa have in common.
struct ErrorBin {
  int decade = 0;  ///< kappa from 10^decade
  std::size_t cases = 0;
  double largest_error = 0;
  double smallest_budget = 0, median_budget = 0, largest_budget = 0;
};

/// Returns the clouds of y and of dx for each type that the run has points of. None, if the record
/// is an older one, or of cases that were given by their shapes.
std::vector<ErrorCloud> error_clouds(const RunRecord& run);

/// Sums up a cloud, one bin for each decade that has points.
std::vector<ErrorBin> bins_of(const ErrorCloud& cloud);

/// Returns where an element lies in the drawing; nothing if it has no place there.
std::optional<ErrorPoint> point_of(const Case& input, const RecordedElement& element, bool failed);

}  // namespace bncheck::report::html

#pragma once

namespace rounding {

/// factor * (value - center), both in two words.
struct DoubleTerm {
  double center, center_low, factor, factor_low;
  double slack;  // relative to the term
  double least;  // what is lost where it underflows
};

}  // namespace rounding

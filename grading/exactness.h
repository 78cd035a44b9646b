#pragma once

#include <cstdint>

#include "properties/trial.h"

namespace bncheck::grading {

/// How near the values of one output are to the truth. Values that the definition does not give
/// are not counted.
struct Exactness {
  std::uint64_t values = 0;
  std::uint64_t nearest = 0;   ///< those that are the nearest number of the type
  std::uint64_t faithful = 0;  ///< those that are one of the two numbers around the truth

  bool all_nearest() const { return nearest == values; }
  bool all_faithful() const { return faithful == values; }
  Exactness& operator+=(const Exactness& other);
};

/// Of y; forward has answered.
Exactness exactness_of_y(properties::Trial& trial);

/// Of dx; backward has answered.
Exactness exactness_of_dx(properties::Trial& trial);

/// Of the statistics that forward returned, saved and running; forward has answered.
Exactness exactness_of_statistics(properties::Trial& trial);

}  // namespace bncheck::grading

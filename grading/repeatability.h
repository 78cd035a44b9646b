#pragma once

#include <optional>

#include "grading/probes.h"

namespace bncheck::grading {

/// Whether the same call gives the same bits, forward and backward.
struct Repeatability {
  bool repeats = true;      ///< again and again
  bool any_threads = true;  ///< on 1 to 4 threads
};

/// Repeats one call and asks for 1 to 4 threads; nothing where there is no answer.
std::optional<Repeatability> measure_repeatability(const Subject& subject);

}  // namespace bncheck::grading

#pragma once

#include <functional>
#include <vector>

#include "bncheck/bench/measurement.h"

namespace bncheck::gpu_bench {

/// One that takes turns with others: returns the seconds of calls, or throws bench::CallFailure.
struct Contestant {
  bench::Measurement* measurement;
  std::function<std::vector<double>()> turn;
};

inline constexpr int kLeastRounds = 5;
inline constexpr int kMostRounds = 60;

/// Calls all in turns, for so many seconds and at least some rounds; who begins changes from round
/// to round. Adds the seconds to the measurements, sorted at the end; who fails is left out.
void take_turns(const std::vector<Contestant>& contestants, double seconds);

}  // namespace bncheck::gpu_bench

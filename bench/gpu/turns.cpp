#include "bench/gpu/turns.h"

#include <algorithm>
#include <chrono>

#include "bncheck/bench/competitor.h"

namespace bncheck::gpu_bench {
namespace {

void take_turn(const Contestant& one) {
  bench::Measurement& measurement = *one.measurement;
  if (!measurement.is_timed()) return;
  try {
    const std::vector<double> seconds = one.turn();
    measurement.seconds.insert(measurement.seconds.end(), seconds.begin(), seconds.end());
  } catch (const bench::CallFailure& failure) {
    measurement.status = bench::Measurement::Status::failed;
    measurement.reason = failure.what();
  }
}

}  // namespace

void take_turns(const std::vector<Contestant>& contestants, double seconds) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  for (int round = 0; round < kMostRounds; ++round) {
    if (round >= kLeastRounds && Clock::now() >= end) break;
    for (std::size_t i = 0; i < contestants.size(); ++i) {
      take_turn(contestants[(i + static_cast<std::size_t>(round)) % contestants.size()]);
    }
  }
  for (const Contestant& each : contestants) {
    std::sort(each.measurement->seconds.begin(), each.measurement->seconds.end());
  }
}

}  // namespace bncheck::gpu_bench

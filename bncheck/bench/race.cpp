#include "bncheck/bench/race.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

namespace bncheck::bench {
namespace {

// A turn is long enough for a clock that is read around each call, and for the caches and the
// processor's frequency to settle beforehand, and short enough for many turns in a second.
constexpr double kUntimedSeconds = 1e-3;
constexpr double kTimedSeconds = 2e-3;
constexpr double kMostCalls = 200;

// Longer than an idle thread of GNU OpenMP spins before it sleeps (GOMP_SPINCOUNT).
constexpr std::chrono::milliseconds kPause(20);

/// How many calls a turn has.
struct Turn {
  unsigned untimed = 1;
  unsigned timed = 1;
};

unsigned calls_in(double seconds, double of_one) {
  return static_cast<unsigned>(std::clamp(seconds / of_one, 1.0, kMostCalls));
}

unsigned usual_rounds(const Workload& workload) {
  const std::int64_t values = workload.shape.size();
  return values > 8'000'000 ? 7 : values > 1'000'000 ? 15 : 21;
}

/// Calls, and turns what goes wrong into the entrant's status.
template <class Function>
void guarded(Measurement& measurement, const Function& function) {
  try {
    function();
  } catch (const CallRefusal& refusal) {
    measurement.status = Measurement::Status::refused;
    measurement.reason = refusal.what();
  } catch (const CallFailure& failure) {
    measurement.status = Measurement::Status::failed;
    measurement.reason = failure.what();
  }
}

Measurement prepared(Entrant& entrant, const Workload& workload, Stage& stage) {
  Measurement measurement;
  measurement.implementation = entrant.label;
  measurement.is_limit = entrant.is_limit;
  guarded(measurement, [&] {
    Readiness readiness = entrant.competitor->prepare(workload, stage);
    measurement.remarks = std::move(readiness.remarks);
    if (!readiness.refusal.empty()) throw CallRefusal(readiness.refusal);
    const auto channels = entrant.competitor->answer();
    if (!entrant.is_limit) measurement.accuracy = compare(channels, workload.operation, stage);
  });
  return measurement;
}

Turn turn_of(Entrant& entrant, Measurement& measurement) {
  Turn turn;
  guarded(measurement, [&] {
    const double once = std::max(entrant.competitor->take_turn(1, 1).front(), 1e-9);
    turn = {calls_in(kUntimedSeconds, once), calls_in(kTimedSeconds, once)};
  });
  return turn;
}

void take_turn(Entrant& entrant, const Turn& turn, Measurement& measurement) {
  guarded(measurement, [&] {
    const auto seconds = entrant.competitor->take_turn(turn.untimed, turn.timed);
    measurement.seconds.insert(measurement.seconds.end(), seconds.begin(), seconds.end());
  });
}

}  // namespace

std::vector<Measurement> race(std::vector<Entrant>& entrants, const Workload& workload,
                              Stage& stage, std::optional<unsigned> rounds) {
  std::vector<Measurement> found;
  for (Entrant& each : entrants) found.push_back(prepared(each, workload, stage));
  std::vector<Turn> turns(entrants.size());
  for (std::size_t i = 0; i < entrants.size(); ++i) {
    if (found[i].is_timed()) turns[i] = turn_of(entrants[i], found[i]);
  }
  const unsigned count = rounds.value_or(usual_rounds(workload));
  for (unsigned round = 0; round < count; ++round) {
    for (std::size_t i = 0; i < entrants.size(); ++i) {
      const std::size_t who = (i + round) % entrants.size();
      if (!found[who].is_timed()) continue;
      if (workload.threads > 1) std::this_thread::sleep_for(kPause);
      take_turn(entrants[who], turns[who], found[who]);
    }
  }
  for (Measurement& each : found) std::sort(each.seconds.begin(), each.seconds.end());
  rate(found, workload);
  return found;
}

}  // namespace bncheck::bench

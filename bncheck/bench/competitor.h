#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bncheck/bench/stage.h"

namespace bncheck::bench {

/// Says in one sentence what went wrong when an implementation was called.
struct CallFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Says why an implementation refused a call that it had not refused before.
struct CallRefusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// How an implementation meets a workload.
struct Readiness {
  std::string refusal;               ///< why it does not do it; empty: it does
  std::vector<std::string> remarks;  ///< what a reader of its time should know
};

/// One that takes part in a comparison. Every function throws CallFailure if a call fails, and
/// CallRefusal if it is refused.
class Competitor {
 public:
  virtual ~Competitor() = default;

  virtual std::string name() const = 0;
  virtual std::string version() const = 0;

  /// Gets ready for a workload, which all later calls are about; the stage outlives them.
  virtual Readiness prepare(const Workload& workload, Stage& stage) = 0;

  /// Makes calls without and then with a clock; returns the seconds of each of the latter.
  virtual std::vector<double> take_turn(unsigned untimed, unsigned timed) = 0;

  /// Calls once, and returns the stage's sampled channels of y or dx, each in logical order.
  virtual std::vector<std::vector<double>> answer() = 0;
};

}  // namespace bncheck::bench

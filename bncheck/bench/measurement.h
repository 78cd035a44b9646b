#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bncheck/bench/accuracy.h"
#include "bncheck/bench/workload.h"

namespace bncheck::bench {

/// What came of one implementation at one workload.
struct Measurement {
  enum class Status {
    timed,
    refused,  ///< it does not do this
    failed    ///< a call went wrong
  };

  std::string implementation;  ///< as the table calls it
  bool is_limit = false;       ///< the copy, which is no implementation
  Status status = Status::timed;
  std::string reason;                ///< of a refusal or a failure
  std::vector<std::string> remarks;  ///< what a reader of the time should know
  std::vector<double> seconds;       ///< of each timed call, in increasing order
  std::optional<Accuracy> accuracy;

  // What the others make of it; see `rate`.
  std::optional<double> of_limit;
  std::optional<double> against_peers;

  bool is_timed() const { return status == Status::timed; }
};

/// Returns the value that this part of the calls was not slower than; 0.5 for the median.
double quantile(const Measurement& measurement, double part);

inline double median(const Measurement& measurement) { return quantile(measurement, 0.5); }

/// Sets the ratios of all that were timed at one workload:
///   of_limit       how long the copy takes to move what must be moved, as a part of its own time;
///                  1 is as fast as the memory
///   against_peers  the time of the fastest other implementation, as a multiple of its own; above 1
///                  it is faster than all others
void rate(std::vector<Measurement>& at_one_workload, const Workload& workload);

}  // namespace bncheck::bench

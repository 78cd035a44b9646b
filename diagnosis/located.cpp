#include "diagnosis/located.h"

#include <algorithm>
#include <set>

namespace bncheck::diagnosis {
namespace {

/// The outputs that may be wrong for the cause to be this one; all others are right.
struct Place {
  std::set<Output> outputs;
  Cause cause;
  const char* sentence;
};

const Place kPlaces[] = {
    {{Output::d_dy, Output::d_x, Output::d_weight},
     Cause::double_backward_wrong,
     "only double backward is wrong"},
    {{Output::dbias}, Cause::dbias_wrong, "only dbias is wrong: it is sum(dy)"},
    {{Output::dweight}, Cause::dweight_wrong, "only dweight is wrong: it is sum(dy * xhat)"},
    {{Output::running_mean},
     Cause::running_wrong_statistic,
     "only running_mean is wrong: (1 - momentum) * running_mean + momentum * mean"},
    {{Output::running_var},
     Cause::running_wrong_statistic,
     "only running_var is wrong: (1 - momentum) * running_var + momentum * var * m/(m - 1)"},
    {{Output::save_mean, Output::save_invstd},
     Cause::saved_statistic_confused,
     "only what is saved for backward is wrong: the mean and 1/sqrt(var + eps)"},
    {{Output::y},
     Cause::affine_wrong,
     "only y is wrong, the statistics are right: y = (x - mean) * invstd * weight + bias"},
};

}  // namespace

std::optional<Finding> locate(std::span<const Observation> observations) {
  std::set<Output> wrong;
  for (const Observation& seen : observations) {
    for (std::size_t i = 0; i < kOutputs; ++i) {
      if (seen.is_wrong(static_cast<Output>(i))) wrong.insert(static_cast<Output>(i));
    }
  }
  if (wrong.empty()) return std::nullopt;
  for (const Place& place : kPlaces) {
    const bool covers =
        std::includes(place.outputs.begin(), place.outputs.end(), wrong.begin(), wrong.end());
    if (covers) return Finding{place.cause, place.sentence, false};
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis

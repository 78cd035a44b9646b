#include "diagnosis/rounding.h"

#include <cmath>

namespace bncheck::diagnosis {
namespace {

bool is_rounded(const Observation& seen, Output output, DType dtype) {
  const std::vector<double>& got = seen.got[output];
  for (std::size_t i = 0; i < got.size(); ++i) {
    if (!std::isfinite(got[i]) || got[i] != round_to(dtype, got[i])) return false;
    const Ball& truth = seen.truth[output][i];
    const double rounding =
        unit_roundoff(dtype) * truth.upper_magnitude() + smallest_subnormal(dtype);
    if (!truth.widened(seen.budget[output][i] + rounding).contains(got[i])) return false;
  }
  return true;
}

/// Names the outputs that are wrong, if all of them are rounded to the type.
std::string rounded_outputs(std::span<const Observation> observations, DType dtype) {
  std::string names;
  for (const Observation& seen : observations) {
    for (std::size_t i = 0; i < kOutputs; ++i) {
      const auto output = static_cast<Output>(i);
      if (!seen.is_wrong(output)) continue;
      if (!is_rounded(seen, output, dtype)) return "";
      const std::string name(to_string(output));
      if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
    }
  }
  return names;
}

}  // namespace

std::optional<Finding> explain_by_rounding(std::span<const Observation> observations) {
  for (const DType dtype : {DType::f32, DType::f16, DType::bf16}) {
    const std::string names = rounded_outputs(observations, dtype);
    if (names.empty()) continue;
    return Finding{Cause::precision_lost, "outputs are rounded to " +
                                              std::string(to_string(dtype)) +
                                              " before they are stored: " + names};
  }
  return std::nullopt;
}

}  // namespace bncheck::diagnosis

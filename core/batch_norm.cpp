#include "core/batch_norm.h"

namespace bncheck {

std::string_view to_string(Mode mode) { return mode == Mode::training ? "training" : "evaluation"; }

double Problem::weight_of(std::int64_t channel) const {
  return weight.empty() ? 1.0 : weight[static_cast<std::size_t>(channel)];
}

double Problem::bias_of(std::int64_t channel) const {
  return bias.empty() ? 0.0 : bias[static_cast<std::size_t>(channel)];
}

}  // namespace bncheck

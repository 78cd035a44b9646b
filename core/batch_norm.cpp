#include "core/batch_norm.h"

namespace bncheck {

std::string_view to_string(Mode mode) { return mode == Mode::training ? "training" : "evaluation"; }

double Problem::weight_of(std::int64_t channel) const {
  return weight.empty() ? 1.0 : weight[static_cast<std::size_t>(channel)];
}

double Problem::bias_of(std::int64_t channel) const {
  return bias.empty() ? 0.0 : bias[static_cast<std::size_t>(channel)];
}

double SecondGradients::ddweight_of(std::int64_t channel) const {
  return ddweight.empty() ? 0.0 : ddweight[static_cast<std::size_t>(channel)];
}

double SecondGradients::ddbias_of(std::int64_t channel) const {
  return ddbias.empty() ? 0.0 : ddbias[static_cast<std::size_t>(channel)];
}

}  // namespace bncheck

#include "core/case.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/error.h"

namespace bncheck {
namespace {

/// Multiplies by 2^scale with one rounding, as ldexp does; ldexp is needed only where the power
/// itself is no normal number.
class Scale {
 public:
  explicit Scale(int scale)
      : scale_(scale), power_(std::ldexp(1.0, scale)), is_normal_(std::isnormal(power_)) {}

  double operator()(double value) const {
    return is_normal_ ? value * power_ : std::ldexp(value, scale_);
  }

 private:
  int scale_;
  double power_;
  bool is_normal_;
};

void expand_channel(const Recipe& recipe, DType dtype, const Shape& shape, std::int64_t channel,
                    std::vector<double>& values) {
  const std::int64_t m = shape.values_per_channel();
  const std::int64_t row = shape.spatial_size();
  const Scale scaled(recipe.scale);
  for (std::int64_t first = 0; first < m; first += row) {
    double* place = values.data() + shape.index(channel, first);
    for (std::int64_t j = first; j < first + row; ++j, ++place) {
      const double raw = pattern_value(recipe.pattern, recipe.seed, channel, j, m);
      *place = round_to(dtype, recipe.shift + scaled(raw));
    }
  }
  for (const Override& each : recipe.overrides) {
    BN_ASSERT(each.j < m);
    values[static_cast<std::size_t>(shape.index(channel, each.j))] = round_to(dtype, each.value);
  }
}

std::vector<double> expand_tensor(const std::vector<Recipe>& recipes, const Config& config) {
  std::vector<double> values(static_cast<std::size_t>(config.shape.size()));
  for (std::int64_t channel = 0; channel < config.shape.c; ++channel) {
    const Recipe& recipe = recipes[static_cast<std::size_t>(channel) % recipes.size()];
    expand_channel(recipe, config.dtype, config.shape, channel, values);
  }
  return values;
}

std::vector<double> expand_parameter(const std::vector<double>& list, const Config& config) {
  if (list.empty()) return {};
  std::vector<double> values(static_cast<std::size_t>(config.shape.c));
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = round_to(config.parameters(), list[i % list.size()]);
  }
  return values;
}

}  // namespace

bool has_one_gradient(const Case& c) {
  return std::all_of(c.dy.begin(), c.dy.end(), [&c](const Recipe& recipe) {
    return recipe.pattern == Pattern::constant && recipe.overrides.empty() &&
           std::bit_cast<std::uint64_t>(recipe.shift) ==
               std::bit_cast<std::uint64_t>(c.dy.front().shift);
  });
}

void require_possible(const Shape& shape) {
  std::int64_t size =
      1;  // that of the shape, were none of its extents 0: each costs time or memory
  for (const std::int64_t extent : shape.extents()) size *= std::max<std::int64_t>(extent, 1);
  if (size <= kLargestCase) return;
  if (shape.size() > 0) {
    throw UsageError("shape " + to_string(shape) + " has more than 2^28 values");
  }
  throw UsageError("shape " + to_string(shape) +
                   " has no values, but extents that come to more than 2^28");
}

Problem expand(const Case& c) {
  BN_ASSERT(!c.x.empty() && !c.dy.empty());
  require_possible(c.shape);
  Problem problem{c, {}, {}, {}, {}, {}, {}, {}};
  problem.x = expand_tensor(c.x, c);
  problem.dy = expand_tensor(c.dy, c);
  problem.weight = expand_parameter(c.weight, c);
  problem.bias = expand_parameter(c.bias, c);
  problem.running_mean = expand_parameter(c.running_mean, c);
  problem.running_var = expand_parameter(c.running_var, c);
  return problem;
}

}  // namespace bncheck

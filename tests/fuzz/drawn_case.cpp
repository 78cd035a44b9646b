#include "tests/fuzz/drawn_case.h"

#include <cmath>

namespace bncheck::fuzz {
namespace {

constexpr unsigned kMostChannels = 3;
constexpr int kMostValues = 64;  // of a channel
constexpr int kFewValues = 12;   // of most, so that a case takes milliseconds

/// Returns a usual number, a power of two with a few bits behind it, or any bits at all.
double number(Choices& choices) {
  constexpr double kUsual[] = {0, 1, -1, 0.5, 2, 1e-5, 0.1, -0.0, 3, 1e10, 0x1p-149, 0x1p127};
  switch (choices.below(4)) {
    case 0:
    case 1: return choices.of(kUsual);
    case 2: {
      const double mantissa = 1 + choices.below(256) / 256.0;
      const auto exponent = static_cast<int>(choices.raw<std::uint16_t>() % 600U) - 300;
      return std::ldexp(choices.below(2) == 0 ? mantissa : -mantissa, exponent);
    }
    default: return choices.raw<double>();
  }
}

double finite_number(Choices& choices) {
  const double value = number(choices);
  return std::isfinite(value) ? value : 1;
}

std::vector<double> list(Choices& choices, std::int64_t channels) {
  std::vector<double> values(choices.below(static_cast<unsigned>(channels) + 1));
  for (double& value : values) value = number(choices);
  return values;
}

Recipe recipe(Choices& choices, std::int64_t m) {
  Recipe one;
  one.pattern = static_cast<Pattern>(choices.below(kPatternCount));
  one.scale = static_cast<int>(choices.below(256)) - 128;
  if (choices.below(4) > 0) one.scale /= 16;
  one.shift = choices.below(2) == 0 ? 0 : finite_number(choices);
  one.seed = choices.below(256);
  for (std::int64_t j = 0; j < m && choices.below(3) == 2; ++j) {
    one.overrides.push_back({j, number(choices)});
  }
  return one;
}

std::vector<Recipe> recipes(Choices& choices, const Shape& shape) {
  std::vector<Recipe> all(1 + choices.below(static_cast<unsigned>(shape.c)));
  for (Recipe& each : all) each = recipe(choices, shape.values_per_channel());
  return all;
}

Shape shape(Choices& choices) {
  Shape drawn;
  drawn.c = 1 + choices.below(kMostChannels);
  std::int64_t left = choices.below(8) == 7 ? kMostValues : kFewValues;
  const auto extent = [&] {
    const std::int64_t drawn_extent = choices.below(static_cast<unsigned>(left) + 1);
    left /= std::max<std::int64_t>(drawn_extent, 1);
    return drawn_extent;
  };
  drawn.n = extent();
  for (unsigned axes = choices.below(4); axes > 0; --axes) drawn.spatial.push_back(extent());
  return drawn;
}

Layouts layouts(Choices& choices) {
  // Elements that are far apart take a new mapping of gigabytes a call.
  constexpr Layout kKinds[] = {Layout::nchw, Layout::nhwc, Layout::strided, Layout::permuted,
                               Layout::sliced};
  Layouts drawn(choices.of(kKinds));
  for (const auto tensor : {&Layouts::dy, &Layouts::y, &Layouts::dx, &Layouts::parameters}) {
    if (choices.below(4) == 3) {
      drawn.*tensor = {choices.of(kKinds), static_cast<int>(choices.below(kMostOffset + 1))};
    }
  }
  return drawn;
}

}  // namespace

Case case_of(Choices& choices) {
  constexpr DType kTypes[] = {DType::f32, DType::f64, DType::f16, DType::bf16};
  Case c;
  c.dtype = choices.of(kTypes);
  c.shape = shape(choices);
  c.mode = choices.below(4) < 3 ? Mode::training : Mode::evaluation;
  c.layout = layouts(choices);
  c.eps = choices.below(2) == 0 ? 1e-5 : std::fabs(finite_number(choices));
  c.momentum = choices.below(2) == 0 ? 0.1 : finite_number(choices);
  c.weight = list(choices, c.shape.c);
  c.bias = list(choices, c.shape.c);
  c.running_mean = list(choices, c.shape.c);
  c.running_var = list(choices, c.shape.c);
  if (c.mode == Mode::evaluation && c.running_mean.empty()) c.running_mean = {0};
  if (c.running_mean.empty()) c.running_var.clear();
  if (!c.running_mean.empty() && c.running_var.empty()) c.running_var = {1};
  c.x = recipes(choices, c.shape);
  c.dy = recipes(choices, c.shape);
  return parse_case(to_string(c));  // refused by the rules that a user's line is refused by
}

}  // namespace bncheck::fuzz

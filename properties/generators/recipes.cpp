// How x and dy vary: the two families of values.

#include <algorithm>
#include <bit>
#include <cmath>

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

/// The hard kinds of values, each a way in which an implementation loses digits or range.
enum class Kind {
  plain,          ///< bell or uniform around a small shift
  shifted,        ///< a shift far larger than the spread: x - mean cancels
  near_constant,  ///< the spread is a few units in the last place
  constant,       ///< no spread at all, at a value of full precision
  wide,           ///< exponents from one end of a large window to the other
  heavy_tail,     ///< few values dominate
  cancelling,     ///< +M, 1, -M
  tiny,           ///< squares underflow
  subnormal,      ///< the values themselves have few bits
  large,          ///< sums of squares just fit
  overflowing,    ///< squares do not fit
  one_sided,      ///< every rounding of a sum has the same sign
  masks,          ///< ones, a large number and its opposite: shows the order of a sum
  square_edge,    ///< squares or their sum at one of the ends of the format
};

/// Returns e where no magnitude of the pattern exceeds 2^e (core/pattern.h).
int exponent_bound(Pattern pattern, std::int64_t m) {
  switch (pattern) {
    case Pattern::ramp: return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(m)));
    case Pattern::integers: return 3;
    case Pattern::bell: return 2;
    case Pattern::heavy_tail: return 65;
    case Pattern::wide: return 41;
    case Pattern::cancelling: return 30;
    case Pattern::grid: return 4;
    case Pattern::duplicates: return 2;
    case Pattern::sorted:
      return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(m))) + 1;
    case Pattern::masks: return 40;
    default: return 1;
  }
}

int largest_exponent(DType dtype) { return std::ilogb(largest_finite(dtype)); }
int smallest_exponent(DType dtype) { return std::ilogb(smallest_subnormal(dtype)); }

/// Draws an integer in [low, high]; low, if the range is empty, as some are in the range of f16.
int between(int low, int high) { return *gen::inRange(low, std::max(low, high) + 1); }

/// Draws +-2^exponent times a significand of 24 bits.
double draw_number(int exponent) {
  const double significand = 1 + static_cast<double>(between(0, (1 << 23) - 1)) * 0x1p-23;
  return *gen::element(1.0, -1.0) * std::ldexp(significand, exponent);
}

std::uint64_t draw_seed() { return static_cast<std::uint64_t>(between(0, 999999)); }

Pattern draw_spread() {
  return *gen::element(Pattern::bell, Pattern::bell, Pattern::uniform, Pattern::two_valued,
                       Pattern::ramp, Pattern::alternating, Pattern::one_hot, Pattern::grid,
                       Pattern::duplicates, Pattern::sorted);
}

Recipe draw_exact() {
  Recipe recipe;
  recipe.pattern = *gen::weightedElement<Pattern>({{6, Pattern::integers},
                                                   {2, Pattern::ramp},
                                                   {2, Pattern::alternating},
                                                   {2, Pattern::two_valued},
                                                   {1, Pattern::one_hot},
                                                   {1, Pattern::constant}});
  recipe.scale = *gen::weightedElement<int>({{6, 0}, {1, -3}, {1, -1}, {1, 1}, {1, 4}});
  recipe.shift = std::ldexp(between(-16, 16), recipe.scale);
  recipe.seed = draw_seed();
  return recipe;
}

Kind draw_kind() {
  return *gen::weightedElement<Kind>({{24, Kind::plain},
                                      {18, Kind::shifted},
                                      {6, Kind::near_constant},
                                      {5, Kind::constant},
                                      {8, Kind::wide},
                                      {8, Kind::heavy_tail},
                                      {6, Kind::cancelling},
                                      {5, Kind::tiny},
                                      {3, Kind::subnormal},
                                      {6, Kind::large},
                                      {1, Kind::overflowing},
                                      {3, Kind::one_sided},
                                      {3, Kind::masks},
                                      {3, Kind::square_edge}});
}

/// Draws the exponent of numbers whose squares are close to the largest number or the smallest
/// normal one.
int draw_square_edge(DType dtype) {
  const int edge = *gen::element(largest_exponent(dtype), std::ilogb(smallest_normal(dtype)));
  return edge / 2 + between(-10, 2);
}

Recipe draw_hard(DType dtype) {
  const int lowest = smallest_exponent(dtype);
  const int highest = largest_exponent(dtype);
  const int precision = -std::ilogb(unit_roundoff(dtype));
  Recipe recipe{draw_spread(), between(-3, 3), 0, draw_seed(), {}};
  switch (draw_kind()) {
    case Kind::plain: recipe.shift = *gen::element(0.0, 0.0, 1.0, draw_number(1)); break;
    case Kind::shifted: recipe.shift = draw_number(recipe.scale + between(4, precision)); break;
    case Kind::near_constant:
      recipe.pattern = Pattern::near_constant;
      recipe.scale = between(-10, 20);
      break;
    case Kind::constant:
      recipe.pattern = Pattern::constant;
      recipe.shift = draw_number(between(-10, 20));
      break;
    case Kind::wide: recipe.pattern = Pattern::wide; break;
    case Kind::heavy_tail: recipe.pattern = Pattern::heavy_tail; break;
    case Kind::cancelling: recipe.pattern = Pattern::cancelling; break;
    case Kind::tiny: recipe.scale = between(lowest + precision, lowest / 2); break;
    case Kind::subnormal: recipe.scale = between(lowest, lowest + precision); break;
    // m is at most 2^17, and a square of a pattern's value at most 2^34.
    case Kind::large: recipe.scale = between(highest / 4, highest / 2 - 26); break;
    case Kind::overflowing: recipe.scale = between(highest / 2, highest - 10); break;
    case Kind::one_sided: recipe.pattern = Pattern::one_sided; break;
    case Kind::masks: recipe.pattern = Pattern::masks; break;
    case Kind::square_edge: recipe.scale = draw_square_edge(dtype); break;
  }
  return recipe;
}

Recipe draw_recipe(Family family, DType dtype) {
  return family == Family::exact ? draw_exact() : draw_hard(dtype);
}

/// Draws dy's spread: of full precision, or integers in the exact family.
Recipe draw_gradient(Family family) {
  Recipe recipe = draw_exact();
  recipe.shift = 0;
  if (family == Family::exact) {
    recipe.pattern = *gen::element(Pattern::integers, Pattern::integers, Pattern::two_valued);
    return recipe;
  }
  recipe.pattern = *gen::weightedElement<Pattern>({{8, Pattern::bell},
                                                   {8, Pattern::uniform},
                                                   {3, Pattern::integers},
                                                   {1, Pattern::heavy_tail},
                                                   {1, Pattern::cancelling},
                                                   {1, Pattern::masks},
                                                   {1, Pattern::wide}});
  recipe.scale = *gen::weightedElement<int>({{12, 0}, {2, -3}, {2, 5}, {1, -20}, {1, 20}});
  if (*gen::inRange(0, 4) == 0) recipe.shift = draw_number(between(-2, 3));
  return recipe;
}

}  // namespace

Recipe fitted(Recipe recipe, DType dtype, std::int64_t m) {
  const int highest = largest_exponent(dtype) - 2;
  recipe.scale = std::min(recipe.scale, highest - exponent_bound(recipe.pattern, m));
  if (recipe.shift != 0 && std::ilogb(recipe.shift) > highest) {
    recipe.shift = std::ldexp(recipe.shift, highest - std::ilogb(recipe.shift));
  }
  return recipe;
}

rc::Gen<Recipe> varied(const Recipe& recipe, DType dtype, std::int64_t m) {
  return gen::exec([=] {
    Recipe next = recipe;
    switch (*gen::inRange(0, 5)) {
      case 0: next.seed = draw_seed(); break;
      case 1: next.scale += between(-6, 6); break;
      case 2: next.shift = std::ldexp(next.shift, between(-6, 6)); break;
      case 3: next.shift = draw_number(next.scale + between(-2, 12)); break;
      default: next = draw_hard(dtype);
    }
    return fitted(next, dtype, m);
  });
}

rc::Gen<std::vector<Recipe>> inputs(Family family, DType dtype, const Shape& shape) {
  return gen::exec([=] {
    std::vector<Recipe> recipes;
    // Neighbours of different kinds show leaks from channel to channel.
    const std::int64_t length = std::clamp<std::int64_t>(shape.c, 1, between(1, 3));
    for (std::int64_t i = 0; i < length; ++i) {
      const std::int64_t m = shape.values_per_channel();
      recipes.push_back(fitted(draw_recipe(family, dtype), dtype, m));
      // No pattern gives -0.
      if (m > 0 && *gen::inRange(0, 30) == 0) recipes.back().overrides = {{0, -0.0}};
    }
    return recipes;
  });
}

rc::Gen<std::vector<Recipe>> gradients(Family family, DType dtype, const std::vector<Recipe>& x) {
  return gen::exec([=]() -> std::vector<Recipe> {
    Recipe recipe = draw_gradient(family);
    switch (*gen::weightedElement<int>({{20, 0}, {2, 1}, {2, 2}, {2, 3}})) {
      case 1: recipe = {Pattern::constant, 0, draw_number(0), 0, {}}; break;
      case 2: recipe.pattern = Pattern::one_hot; break;
      case 3: return x;  // in the direction of x: dx is 0 but for eps
      default: break;
    }
    return {fitted(recipe, dtype, 1)};
  });
}

}  // namespace bncheck::properties::generators

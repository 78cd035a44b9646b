#include "properties/generators/simpler_values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "properties/generators/simpler_number.h"

namespace bncheck::properties::generators {
namespace {

// Up to here a case reads better as explicit values than as a recipe.
constexpr std::int64_t kExplicitValues = 8;
// Up to here places are left out: what is written out for it may be half as long already.
constexpr std::int64_t kMostPlaces = 32;

template <class Change>
void add(std::vector<Case>& out, const Case& c, const Change& change) {
  Case next = c;
  change(next);
  out.push_back(std::move(next));
}

void simpler_pattern(std::vector<Case>& out, Recipe& recipe, const Case& next) {
  const Recipe original = recipe;
  for (int kind = 0; kind < static_cast<int>(original.pattern); ++kind) {
    recipe.pattern = static_cast<Pattern>(kind);
    out.push_back(next);
  }
  recipe = original;
  for (double shift : simpler_numbers(original.shift)) {
    recipe.shift = shift;
    out.push_back(next);
  }
  recipe = original;
  for (int less = std::abs(original.scale); less > 0; less /= 2) {
    recipe.scale = original.scale - (original.scale > 0 ? less : -less);
    out.push_back(next);
  }
  recipe = original;
  for (std::uint64_t seed : {0, 1, 2}) {
    if (seed >= original.seed) break;
    recipe.seed = seed;
    out.push_back(next);
  }
  recipe = original;
}

/// Returns the recipe of these values of a channel, all written out.
Recipe explicit_recipe(const std::vector<double>& values) {
  Recipe recipe;
  for (std::size_t j = 0; j < values.size(); ++j) {
    if (values[j] != 0) recipe.overrides.push_back({static_cast<std::int64_t>(j), values[j]});
  }
  return recipe;
}

/// Returns the recipes that write out the values of a tensor at the places for which keeps(j).
template <class Test>
std::vector<Recipe> explicit_recipes(const Shape& shape, const std::vector<double>& tensor,
                                     const Test& keeps) {
  std::vector<Recipe> recipes;
  for (std::int64_t channel = 0; channel < shape.c; ++channel) {
    std::vector<double> values;
    for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
      if (!keeps(j)) continue;
      values.push_back(tensor[static_cast<std::size_t>(shape.index(channel, j))]);
    }
    recipes.push_back(explicit_recipe(values));
  }
  return recipes;
}

}  // namespace

void simpler_patterns(const Case& c, std::vector<Case>& out, Recipes field) {
  add(out, c, [field](Case& next) { next.*field = {Recipe{}}; });
  for (std::size_t i = 0; (c.*field).size() > 1 && i < (c.*field).size(); ++i) {
    add(out, c, [&](Case& next) { next.*field = {(c.*field)[i]}; });
  }
  Case next = c;
  for (Recipe& recipe : next.*field) simpler_pattern(out, recipe, next);
}

void written_out(const Case& c, std::vector<Case>& out, Recipes field) {
  const bool done = std::all_of((c.*field).begin(), (c.*field).end(), [](const Recipe& recipe) {
    return recipe.pattern == Pattern::constant;
  });
  if (done || c.shape.size() == 0 || c.shape.size() > 2 * kExplicitValues) return;
  if (c.shape.values_per_channel() > kExplicitValues) return;
  const Problem problem = expand(c);
  const std::vector<double>& tensor = field == &Case::x ? problem.x : problem.dy;
  add(out, c, [&](Case& next) {
    next.*field = explicit_recipes(c.shape, tensor, [](std::int64_t) { return true; });
  });
}

void without_places(const Case& c, std::vector<Case>& out) {
  const std::int64_t m = c.shape.values_per_channel();
  if (m < 2 || c.shape.c == 0 || m > kMostPlaces || c.shape.size() > 2 * kMostPlaces) return;
  const Problem problem = expand(c);
  for (std::int64_t dropped = m / 2; dropped > 0; dropped /= 2) {
    for (std::int64_t first = 0; first + dropped <= m; first += dropped) {
      const auto keeps = [=](std::int64_t j) { return j < first || j >= first + dropped; };
      add(out, c, [&](Case& next) {
        next.shape = {m - dropped, c.shape.c, {}};
        next.x = explicit_recipes(c.shape, problem.x, keeps);
        next.dy = explicit_recipes(c.shape, problem.dy, keeps);
      });
    }
  }
}

}  // namespace bncheck::properties::generators

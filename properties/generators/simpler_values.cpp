#include "properties/generators/simpler_values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>

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

using Change = std::function<double(double)>;

/// Changes that keep how values relate: of sign, of magnitude, of place, of precision.
std::vector<Change> joint_changes(double first) {
  std::vector<Change> changes = {[](double value) { return -value; },
                                 [first](double value) { return value - first; }};
  if (first == 0) return changes;
  const int exponent = std::ilogb(first);
  for (int less = std::abs(exponent); less > 0; less /= 2) {
    const int shift = exponent > 0 ? -less : less;
    changes.emplace_back([shift](double value) { return std::ldexp(value, shift); });
  }
  for (int bits : {1, 2, 4, 8, 16, 24}) {
    changes.emplace_back([bits](double value) { return rounded_to_bits(value, bits); });
  }
  return changes;
}

int complexity_of(const std::vector<Override>& overrides) {
  int sum = 0;
  for (const Override& each : overrides) sum += complexity(each.value);
  return sum;
}

/// Adds the case with the change made to all overrides of all channels, if that is simpler.
void change_all(const Case& c, std::vector<Case>& out, Recipes field, const Change& change) {
  Case next = c;
  int before = 0;
  int after = 0;
  for (Recipe& recipe : next.*field) {
    before += complexity_of(recipe.overrides);
    for (Override& each : recipe.overrides) each.value = change(each.value);
    after += complexity_of(recipe.overrides);
  }
  if (after < before) out.push_back(std::move(next));
}

std::set<double> different_values(const std::vector<Recipe>& recipes) {
  std::set<double> values;
  for (const Recipe& recipe : recipes) {
    for (const Override& each : recipe.overrides) values.insert(each.value);
  }
  return values;
}

void simplify_together(const Case& c, std::vector<Case>& out, Recipes field) {
  std::size_t overrides = 0;
  for (const Recipe& recipe : c.*field) overrides += recipe.overrides.size();
  if (overrides < 2) return;
  add(out, c, [field](Case& next) {
    for (Recipe& recipe : next.*field) recipe.overrides.clear();
  });
  const std::set<double> values = different_values(c.*field);
  for (const Change& change : joint_changes(*values.begin())) change_all(c, out, field, change);
  if (values.size() == overrides) return;
  for (double value : values) {
    for (double simpler : simpler_numbers(value)) {
      change_all(c, out, field, [=](double own) { return own == value ? simpler : own; });
    }
  }
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
  if (done || c.shape.size() > 2 * kExplicitValues) return;
  if (c.shape.values_per_channel() > kExplicitValues) return;
  const Problem problem = expand(c);
  const std::vector<double>& tensor = field == &Case::x ? problem.x : problem.dy;
  add(out, c, [&](Case& next) {
    next.*field = explicit_recipes(c.shape, tensor, [](std::int64_t) { return true; });
  });
}

void without_places(const Case& c, std::vector<Case>& out) {
  const std::int64_t m = c.shape.values_per_channel();
  if (m < 2 || m > kMostPlaces || c.shape.size() > 2 * kMostPlaces) return;
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

void simpler_overrides(const Case& c, std::vector<Case>& out, Recipes field) {
  simplify_together(c, out, field);
  for (std::size_t r = 0; r < (c.*field).size(); ++r) {
    const std::vector<Override>& overrides = (c.*field)[r].overrides;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
      add(out, c, [&](Case& next) {
        std::vector<Override>& changed = (next.*field)[r].overrides;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
      });
    }
    for (std::size_t i = 0; i < overrides.size(); ++i) {
      for (double value : simpler_numbers(overrides[i].value)) {
        add(out, c, [&](Case& next) { (next.*field)[r].overrides[i].value = value; });
      }
    }
  }
}

}  // namespace bncheck::properties::generators

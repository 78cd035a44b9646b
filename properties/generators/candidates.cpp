#include "properties/generators/candidates.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "properties/generators/simpler_number.h"

namespace bncheck::properties::generators {
namespace {

// Up to here a case reads better as explicit values than as a recipe.
constexpr std::int64_t kExplicitValues = 8;

using Cases = std::vector<Case>;

template <class Change>
void add(Cases& out, const Case& c, const Change& change) {
  Case next = c;
  change(next);
  out.push_back(std::move(next));
}

template <class T>
std::vector<T> entry(const std::vector<T>& list, std::size_t channel) {
  return list.empty() ? list : std::vector<T>{list[channel % list.size()]};
}

void fewer_channels(const Case& c, Cases& out) {
  if (c.shape.c < 2) return;
  // Lists hold at most a few different channels; the patterns' seeds do the rest.
  const std::int64_t tried = std::min<std::int64_t>(c.shape.c, 4);
  for (std::int64_t channel = 0; channel < tried; ++channel) {
    out.push_back(only_channel(c, static_cast<std::size_t>(channel)));
  }
  if (c.shape.c > 3) add(out, c, [](Case& next) { next.shape.c /= 2; });
  if (c.shape.c > 2) add(out, c, [](Case& next) { --next.shape.c; });
}

constexpr std::array kPlacements = {&Layouts::x, &Layouts::dy, &Layouts::y, &Layouts::dx,
                                    &Layouts::parameters};

/// Contiguous memory at no offset for all tensors, then for one of them, or its kind without
/// offset.
void plainer_layout(const Case& c, Cases& out) {
  if (c.layout == Layouts()) return;
  add(out, c, [](Case& next) { next.layout = Layouts(); });
  for (const auto tensor : kPlacements) {
    if (c.layout.*tensor == Placement{}) continue;
    add(out, c, [tensor](Case& next) { next.layout.*tensor = {}; });
    if ((c.layout.*tensor).offset == 0) continue;
    add(out, c, [tensor](Case& next) { (next.layout.*tensor).offset = 0; });
  }
}

void shorter_axis(const Case& c, Cases& out, std::int64_t& extent_of_next, Case& next) {
  const std::int64_t extent = extent_of_next;
  if (extent > 3) {
    extent_of_next = extent / 2;
    out.push_back(next);
  }
  if (extent > 1) {
    extent_of_next = extent - 1;
    out.push_back(next);
  }
  next = c;
}

void fewer_values(const Case& c, Cases& out) {
  for (std::int64_t m : {2, 3}) {
    if (c.shape.values_per_channel() <= m) continue;
    add(out, c, [m](Case& next) { next.shape = Shape{m, next.shape.c, {}}; });
  }
  Case next = c;
  shorter_axis(c, out, next.shape.n, next);
  for (std::size_t axis = 0; axis < c.shape.spatial.size(); ++axis) {
    shorter_axis(c, out, next.shape.spatial[axis], next);
  }
  if (c.shape.spatial.empty()) return;
  // Flattening keeps the values of every channel.
  const Shape flat{c.shape.values_per_channel(), c.shape.c, {}};
  add(out, c, [&flat](Case& changed) { changed.shape = flat; });
  add(out, c, [](Case& changed) { changed.shape.spatial.pop_back(); });
}

/// Adds the case with one of its numbers replaced by the preferred ones, best first: all those
/// that come before its present value.
void prefer(const Case& c, Cases& out, double Case::*field, std::vector<double> best) {
  for (double value : best) {
    if (c.*field == value) return;
    add(out, c, [&](Case& next) { next.*field = value; });
  }
}

void plainer_list(const Case& c, Cases& out, std::vector<double> Case::*field, double identity,
                  bool may_be_absent) {
  const std::vector<double>& list = c.*field;
  if (list.empty()) return;
  if (may_be_absent) add(out, c, [field](Case& next) { (next.*field).clear(); });
  if (list == std::vector<double>{identity}) return;
  add(out, c, [&](Case& next) { next.*field = {identity}; });
  for (std::size_t i = 0; list.size() > 1 && i < list.size(); ++i) {
    add(out, c, [&](Case& next) { next.*field = {list[i]}; });
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == identity) continue;
    for (double value : simpler_numbers(list[i])) {
      if (value < 0 && field == &Case::running_var) continue;
      add(out, c, [&](Case& next) { (next.*field)[i] = value; });
    }
  }
}

void plainer_parameters(const Case& c, Cases& out) {
  plainer_list(c, out, &Case::weight, 1, true);
  plainer_list(c, out, &Case::bias, 0, true);
  prefer(c, out, &Case::momentum, {1, 0.1});
  prefer(c, out, &Case::eps, {1e-5, 1});
  if (c.mode == Mode::training && !c.running_mean.empty()) {
    add(out, c, [](Case& next) { next.running_mean = next.running_var = {}; });
  }
  plainer_list(c, out, &Case::running_mean, 0, false);
  plainer_list(c, out, &Case::running_var, 1, false);
}

void simpler_pattern(const Case& c, Cases& out, Recipe& recipe, Case& next) {
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
  for (int scale : {0, original.scale / 2, original.scale - (original.scale > 0 ? 1 : -1)}) {
    if (std::abs(scale) >= std::abs(original.scale)) continue;
    recipe.scale = scale;
    out.push_back(next);
  }
  recipe = original;
  for (std::uint64_t seed : {0, 1, 2}) {
    if (seed >= original.seed) break;
    recipe.seed = seed;
    out.push_back(next);
  }
  next = c;
}

void simpler_patterns(const Case& c, Cases& out, std::vector<Recipe> Case::*field) {
  for (std::size_t i = 0; (c.*field).size() > 1 && i < (c.*field).size(); ++i) {
    add(out, c, [&](Case& next) { next.*field = {(c.*field)[i]}; });
  }
  Case next = c;
  for (Recipe& recipe : next.*field) simpler_pattern(c, out, recipe, next);
}

Recipe explicit_recipe(const Problem& problem, const std::vector<double>& tensor,
                       std::int64_t channel) {
  Recipe recipe;
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    const double value = tensor[static_cast<std::size_t>(problem.shape.index(channel, j))];
    if (value != 0) recipe.overrides.push_back({j, value});
  }
  return recipe;
}

/// Writes the values of a small tensor out: the pattern is constant and the overrides are all.
void materialise(const Case& c, Cases& out, std::vector<Recipe> Case::*field) {
  const bool done = std::all_of((c.*field).begin(), (c.*field).end(), [](const Recipe& recipe) {
    return recipe.pattern == Pattern::constant;
  });
  if (done || c.shape.size() == 0 || c.shape.size() > 2 * kExplicitValues) return;
  if (c.shape.values_per_channel() > kExplicitValues) return;
  const Problem problem = expand(c);
  Case next = c;
  (next.*field).clear();
  for (std::int64_t channel = 0; channel < c.shape.c; ++channel) {
    const std::vector<double>& tensor = field == &Case::x ? problem.x : problem.dy;
    (next.*field).push_back(explicit_recipe(problem, tensor, channel));
  }
  out.push_back(std::move(next));
}

void simpler_overrides(const Case& c, Cases& out, std::vector<Recipe> Case::*field) {
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

/// Drops the overrides of places that the channels no longer have.
void drop_places(std::vector<Recipe>& recipes, std::int64_t m) {
  for (Recipe& recipe : recipes) {
    std::erase_if(recipe.overrides, [m](const Override& each) { return each.j >= m; });
  }
}

/// Drops what a smaller shape has no use for, and no value depends on.
void drop_leftovers(Case& c) {
  const auto channels = static_cast<std::size_t>(std::max<std::int64_t>(c.shape.c, 1));
  for (auto field : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    if ((c.*field).size() > channels) (c.*field).resize(channels);
  }
  for (auto field : {&Case::x, &Case::dy}) {
    if ((c.*field).size() > channels) (c.*field).resize(channels);
    drop_places(c.*field, c.shape.values_per_channel());
  }
  // Values of dy that differ need memory of their own.
  if (c.layout.dy.kind == Layout::expanded && !has_one_gradient(c)) c.layout.dy.kind = Layout::nchw;
}

}  // namespace

Case only_channel(const Case& c, std::size_t channel) {
  Case next = c;
  next.shape.c = 1;
  next.weight = entry(c.weight, channel);
  next.bias = entry(c.bias, channel);
  next.running_mean = entry(c.running_mean, channel);
  next.running_var = entry(c.running_var, channel);
  next.x = entry(c.x, channel);
  next.dy = entry(c.dy, channel);
  return next;
}

std::vector<Case> candidates(const Case& c) {
  Cases out;
  fewer_channels(c, out);
  plainer_layout(c, out);
  fewer_values(c, out);
  plainer_parameters(c, out);
  for (auto field : {&Case::x, &Case::dy}) simpler_patterns(c, out, field);
  for (auto field : {&Case::x, &Case::dy}) materialise(c, out, field);
  for (auto field : {&Case::x, &Case::dy}) simpler_overrides(c, out, field);
  for (Case& each : out) drop_leftovers(each);
  return out;
}

}  // namespace bncheck::properties::generators

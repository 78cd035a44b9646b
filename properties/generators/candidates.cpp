#include "properties/generators/candidates.h"

#include <algorithm>
#include <array>

#include "properties/generators/simpler_number.h"
#include "properties/generators/simpler_values.h"
#include "properties/generators/smaller_shape.h"

namespace bncheck::properties::generators {
namespace {

using Cases = std::vector<Case>;

constexpr double kUsualEps = 1e-5;  // PyTorch's default

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

/// Adds the case with one of its numbers replaced by the preferred ones, best first, and then by
/// simpler ones: all those that come before its present value.
void prefer(const Case& c, Cases& out, double Case::*field, const std::vector<double>& best) {
  for (double value : best) {
    if (c.*field == value) return;
    add(out, c, [&](Case& next) { next.*field = value; });
  }
  for (double value : simpler_numbers(c.*field)) {
    if (value < 0 || std::find(best.begin(), best.end(), value) != best.end()) continue;
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

void set_running(Case& c, bool present) {
  c.running_mean = present ? std::vector<double>{0} : std::vector<double>{};
  c.running_var = present ? std::vector<double>{1} : std::vector<double>{};
}

/// Adds the case of which only the values are left: of most failures nothing else matters.
void plain(const Case& c, Cases& out) {
  add(out, c, [](Case& next) {
    next.layout = Layout::nchw;
    next.eps = kUsualEps;
    next.momentum = 1;
    next.weight = next.bias = {};
    set_running(next, next.mode == Mode::evaluation);
  });
}

void plainer_mode(const Case& c, Cases& out) {
  if (c.mode == Mode::training) return;
  add(out, c, [](Case& next) {
    next.mode = Mode::training;
    set_running(next, false);
  });
}

void plainer_parameters(const Case& c, Cases& out) {
  plainer_list(c, out, &Case::weight, 1, true);
  plainer_list(c, out, &Case::bias, 0, true);
  prefer(c, out, &Case::momentum, {1, 0.1});
  prefer(c, out, &Case::eps, {kUsualEps, 1, 1e-3, 1e-12});
  if (c.mode == Mode::training && !c.running_mean.empty()) {
    add(out, c, [](Case& next) { set_running(next, false); });
  }
  plainer_list(c, out, &Case::running_mean, 0, false);
  plainer_list(c, out, &Case::running_var, 1, false);
}

/// Leaves one entry of a list whose entries are equal: shorter lists are repeated.
template <class T>
void drop_repeated(std::vector<T>& list) {
  const auto is_first = [&list](const T& each) { return each == list.front(); };
  if (std::all_of(list.begin(), list.end(), is_first))
    list.resize(std::min<std::size_t>(1, list.size()));
}

/// Drops what the recipe's values do not depend on: overrides of places that the channels no longer
/// have or that say what the pattern says, and numbers that the pattern does not use.
void drop_unused(Recipe& recipe, std::int64_t m) {
  const bool constant = recipe.pattern == Pattern::constant;
  std::erase_if(recipe.overrides, [&](const Override& each) {
    return each.j >= m || (constant && each.value == recipe.shift);
  });
  if (constant) recipe.scale = 0;
  const bool draws =
      !constant && recipe.pattern != Pattern::alternating && recipe.pattern != Pattern::ramp;
  if (!draws) recipe.seed = 0;
}

/// Drops what a smaller shape or a simpler pattern has no use for, and no value depends on.
void drop_leftovers(Case& c) {
  const auto channels = static_cast<std::size_t>(std::max<std::int64_t>(c.shape.c, 1));
  for (auto field : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    if ((c.*field).size() > channels) (c.*field).resize(channels);
    drop_repeated(c.*field);
  }
  for (auto field : {&Case::x, &Case::dy}) {
    if ((c.*field).size() > channels) (c.*field).resize(channels);
    for (Recipe& recipe : c.*field) drop_unused(recipe, c.shape.values_per_channel());
    drop_repeated(c.*field);
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
  plain(c, out);
  fewer_channels(c, out);
  plainer_layout(c, out);
  fewer_values(c, out);
  plainer_mode(c, out);
  plainer_parameters(c, out);
  for (auto field : {&Case::x, &Case::dy}) simpler_patterns(c, out, field);
  without_places(c, out);
  for (auto field : {&Case::x, &Case::dy}) written_out(c, out, field);
  for (auto field : {&Case::x, &Case::dy}) simpler_overrides(c, out, field);
  for (Case& each : out) drop_leftovers(each);
  const std::string own = to_string(c);
  std::erase_if(out, [&own](const Case& each) { return to_string(each) == own; });
  return out;
}

}  // namespace bncheck::properties::generators

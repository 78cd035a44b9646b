#include "properties/generators/neighbour.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

enum class Change { eps, momentum, weight, bias, running, values, gradient, shape };

double nearby_epsilon(double eps) {
  if (eps == 0 || *gen::inRange(0, 3) == 0) return *epsilons();
  return std::ldexp(eps, *gen::inRange(-4, 5));
}

/// Changes one recipe of the list.
void vary(std::vector<Recipe>& recipes, DType dtype, std::int64_t m) {
  const auto which = *gen::inRange<std::size_t>(0, recipes.size());
  recipes[which] = *varied(recipes[which], dtype, m);
}

/// Gives every channel another number of values, not many, and the recipes what fits.
void reshape(Case& c) {
  Shape shape = *gen::suchThat(shapes(), [](const Shape& each) {
    return each.values_per_channel() > 0 && each.values_per_channel() < 100;
  });
  shape.c = c.shape.c;
  c.shape = shape;
  const std::int64_t m = shape.values_per_channel();
  for (Recipe& recipe : c.x) recipe = fitted(recipe, c.dtype, m);
  for (Recipe& recipe : c.dy) recipe = fitted(recipe, c.dtype, m);
}

Case changed(Case c) {
  const std::int64_t m = c.shape.values_per_channel();
  switch (*gen::weightedElement<Change>({{2, Change::eps},
                                         {1, Change::momentum},
                                         {1, Change::weight},
                                         {1, Change::bias},
                                         {1, Change::running},
                                         {6, Change::values},
                                         {4, Change::gradient},
                                         {3, Change::shape}})) {
    case Change::eps: c.eps = nearby_epsilon(c.eps); break;
    case Change::momentum: c.momentum = *momenta(); break;
    case Change::weight: c.weight = *parameters(c.shape.c, 1, parameter_dtype(c.dtype)); break;
    case Change::bias: c.bias = *parameters(c.shape.c, 0, parameter_dtype(c.dtype)); break;
    case Change::running: return *with_running(c);
    case Change::values: vary(c.x, c.dtype, m); break;
    case Change::gradient:
      vary(c.dy, c.dtype, m);
      // Values that may differ need memory of their own.
      if (c.layout.dy.kind == Layout::expanded) c.layout.dy.kind = Layout::nchw;
      break;
    case Change::shape: reshape(c); break;
  }
  return c;
}

}  // namespace

Case neighbour_of(const Case& c, std::uint64_t seed, std::uint64_t index) {
  const std::scoped_lock lock(rapidcheck_mutex());
  const rc::Gen<Case> neighbours = gen::exec([&c] { return changed(c); });
  return neighbours(rc::Random({seed, index, 1, 0}), rc::kNominalSize).value();
}

}  // namespace bncheck::properties::generators

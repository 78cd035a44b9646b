#include "properties/generators/domains.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

/// Draws a number of few bits times a power of two in 2^-4..2^4, of either sign.
rc::Gen<double> ordinary_numbers() {
  return gen::exec([] {
    const auto significand = static_cast<double>(*gen::inRange(1024, 2048)) / 1024;
    const double magnitude = std::ldexp(significand, *gen::inRange(-4, 5));
    return *gen::element(1.0, -1.0) * magnitude;
  });
}

std::vector<double> draw_list(const rc::Gen<double>& numbers, std::int64_t channels) {
  std::vector<double> list;
  // Three different channels suffice; lists repeat.
  const std::int64_t length = std::min<std::int64_t>(channels, 3);
  for (std::int64_t i = 0; i < length; ++i) list.push_back(*numbers);
  return list;
}

std::vector<std::int64_t> divisors(std::int64_t number) {
  std::vector<std::int64_t> all;
  for (std::int64_t each = 1; each <= number; ++each) {
    if (number % each == 0) all.push_back(each);
  }
  return all;
}

/// How the running statistics lie beside the batch's.
enum class Running { none, fresh, ordinary, far_away, large, no_variance };

void set_running(Case& c, Running kind) {
  const rc::Gen<double> numbers = ordinary_numbers();
  c.running_mean = draw_list(numbers, c.shape.c);
  c.running_var = draw_list(numbers, c.shape.c);
  for (double& var : c.running_var) var = std::fabs(var);
  switch (kind) {
    case Running::none:
      c.running_mean.clear();
      c.running_var.clear();
      break;
    case Running::fresh:
      c.running_mean = {0};
      c.running_var = {1};
      break;
    case Running::ordinary: break;
    case Running::far_away:
      for (double& mean : c.running_mean) mean = c.x.front().shift + 1024 * mean;
      break;
    case Running::large:
      for (double& mean : c.running_mean) mean *= 0x1p40;
      for (double& var : c.running_var) var *= 0x1p60;
      break;
    case Running::no_variance: c.running_var = {0}; break;
  }
}

}  // namespace

rc::Gen<std::int64_t> value_counts() {
  // Powers of two and their neighbours are where vector bodies meet their tails.
  return gen::weightedOneOf<std::int64_t>(
      {{15, gen::just<std::int64_t>(1)},
       {500, gen::element<std::int64_t>(2, 3, 4, 5, 7, 8)},
       {200, gen::inRange<std::int64_t>(6, 71)},  // every residue of a vector's length
       {30, gen::inRange<std::int64_t>(71, 301)},
       {300, gen::element<std::int64_t>(15, 16, 17, 31, 32, 33)},
       {130, gen::element<std::int64_t>(63, 64, 65, 127, 128, 129)},
       {40, gen::element<std::int64_t>(255, 257)},
       {12, gen::element<std::int64_t>(1023, 1024, 1025)},
       {3, gen::element<std::int64_t>(4097, 65537)}});
}

rc::Gen<Shape> shapes(std::int64_t m) {
  return gen::exec([m] {
    Shape shape;
    shape.c = m > 2000 ? 1
                       : *gen::weightedElement<std::int64_t>(
                             {{60, 1}, {30, 2}, {30, 3}, {3, 31}, {3, 32}, {3, 33}});
    const int axes = *gen::inRange(0, 4);
    std::int64_t left = m;
    for (int axis = 0; axis < axes; ++axis) {
      const std::int64_t extent = *gen::elementOf(divisors(left));
      shape.spatial.push_back(extent);
      left /= extent;
    }
    shape.n = left;
    // What the divisors leave over is mostly 1: let n be any of the extents.
    if (axes > 0)
      std::swap(shape.n, shape.spatial[static_cast<std::size_t>(*gen::inRange(0, axes))]);
    return shape;
  });
}

rc::Gen<double> epsilons() {
  return gen::weightedElement<double>({{60, 1e-5},
                                       {10, 1e-3},
                                       {8, 1e-12},
                                       {8, 1.0},
                                       {4, 0x1p-60},
                                       {4, 0x1p20},
                                       {3, 0x1p-149},
                                       {3, 0.0}});
}

rc::Gen<double> momenta() {
  return gen::weightedOneOf<double>(
      {{10, gen::element(0.1)},
       {10, gen::element(0.0, 1.0, 0.5, 0.9, 0.999)},
       {5, gen::map(gen::inRange(1, 1024), [](int k) { return k / 1024.0; })}});
}

rc::Gen<std::vector<double>> parameters(std::int64_t channels, double identity) {
  return gen::exec([channels, identity]() -> std::vector<double> {
    switch (*gen::weightedElement<int>({{4, 0}, {4, 1}, {1, 2}, {2, 3}, {12, 4}})) {
      case 0: return {};
      case 1: return {identity};
      case 2: return {0};
      case 3: return {-2};
      default: return draw_list(ordinary_numbers(), channels);
    }
  });
}

rc::Gen<Case> with_running(const Case& c) {
  return gen::exec([c] {
    Case result = c;
    Running kind = *gen::weightedElement<Running>({{4, Running::none},
                                                   {5, Running::fresh},
                                                   {8, Running::ordinary},
                                                   {2, Running::far_away},
                                                   {1, Running::large},
                                                   {1, Running::no_variance}});
    if (kind == Running::none && c.mode == Mode::evaluation) kind = Running::ordinary;
    set_running(result, kind);
    return result;
  });
}

}  // namespace bncheck::properties::generators

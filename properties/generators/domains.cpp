#include "properties/generators/domains.h"

#include <algorithm>
#include <cmath>

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

/// Draws a number of the format in 2^-4..2^5, of either sign. Half of them have as few bits as half
/// precision, so that they can be read; the others have all, so that they cannot be rounded to
/// less.
rc::Gen<double> ordinary_numbers(DType dtype) {
  return gen::exec([dtype] {
    const double few = std::ldexp(*gen::inRange(1024, 2048), -10);
    const double all = std::ldexp(*gen::inRange<std::int64_t>(1LL << 52, 1LL << 53), -52);
    const double significand = *gen::element(few, round_to(dtype, all));
    const double magnitude = std::ldexp(significand, *gen::inRange(-4, 5));
    return *gen::element(1.0, -1.0) * magnitude;
  });
}

std::vector<double> draw_list(const rc::Gen<double>& numbers, std::int64_t channels) {
  std::vector<double> list;
  // Three different channels suffice; lists repeat.
  const std::int64_t length = std::clamp<std::int64_t>(channels, 1, 3);
  for (std::int64_t i = 0; i < length; ++i) list.push_back(*numbers);
  return list;
}

/// How the running statistics lie beside the batch's.
enum class Running { none, fresh, ordinary, far_away, large, no_variance, negative };

void set_running(Case& c, Running kind) {
  const DType dtype = parameter_dtype(c.dtype);
  const rc::Gen<double> numbers = ordinary_numbers(dtype);
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
      for (double& mean : c.running_mean) {
        mean = round_to(dtype, c.x.front().shift + 1024 * mean);
      }
      break;
    case Running::large:
      for (double& mean : c.running_mean) mean *= 0x1p40;
      for (double& var : c.running_var) var *= 0x1p60;
      break;
    case Running::no_variance: c.running_var = {0}; break;
    case Running::negative: c.running_var.front() *= -1; break;
  }
}

}  // namespace

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
      {{20, gen::element(0.1)},
       {20, gen::element(0.0, 1.0, 0.5, 0.9, 0.999)},
       {10, gen::map(gen::inRange(1, 1024), [](int k) { return k / 1024.0; })},
       {1, gen::element(-0.25, 1.5)}});
}

rc::Gen<std::vector<double>> parameters(std::int64_t channels, double identity, DType dtype) {
  return gen::exec([=]() -> std::vector<double> {
    switch (*gen::weightedElement<int>({{4, 0}, {4, 1}, {1, 2}, {2, 3}, {12, 4}})) {
      case 0: return {};
      case 1: return {identity};
      case 2: return {0};
      case 3: return {-2};
      default: return draw_list(ordinary_numbers(dtype), channels);
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
                                                   {1, Running::no_variance},
                                                   {1, Running::negative}});
    if (kind == Running::none && c.mode == Mode::evaluation) kind = Running::ordinary;
    set_running(result, kind);
    return result;
  });
}

}  // namespace bncheck::properties::generators

#include "properties/generators/cases.h"

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

/// Draws the mode. Most laws are about training, where 10^5 channels cost seconds: these evaluate.
rc::Gen<Mode> modes(const Shape& shape) {
  const std::size_t trains = shape.c < 10000 ? 7 : 1;
  return gen::weightedElement<Mode>({{trains, Mode::training}, {10 - trains, Mode::evaluation}});
}

Case draw(const Selection& selection) {
  Case c;
  c.dtype = *gen::elementOf(selection.dtypes);
  c.shape = *shapes();
  c.mode = *modes(c.shape);
  c.eps = *epsilons();
  c.momentum = *momenta();
  c.weight = *parameters(c.shape.c, 1, parameter_dtype(c.dtype));
  c.bias = *parameters(c.shape.c, 0, parameter_dtype(c.dtype));
  const Family family = *gen::weightedElement<Family>({{2, Family::exact}, {3, Family::hard}});
  c.x = *inputs(family, c.dtype, c.shape);
  c.dy = *gradients(family, c.dtype, c.x);
  c.layout = *layouts(selection.layouts, has_one_gradient(c));
  return *with_running(c);
}

}  // namespace

std::mutex& rapidcheck_mutex() {
  static std::mutex one_at_a_time;
  return one_at_a_time;
}

Case case_at(std::uint64_t seed, std::uint64_t index, const Selection& selection) {
  const std::scoped_lock lock(rapidcheck_mutex());
  const rc::Gen<Case> cases = gen::exec([&selection] { return draw(selection); });
  return cases(rc::Random({seed, index, 0, 0}), rc::kNominalSize).value();
}

}  // namespace bncheck::properties::generators

#include "properties/generators/cases.h"

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

Case draw(const Selection& selection) {
  Case c;
  c.dtype = *gen::elementOf(selection.dtypes);
  c.layout = *gen::elementOf(selection.layouts);
  c.mode = *gen::weightedElement<Mode>({{7, Mode::training}, {3, Mode::evaluation}});
  c.shape = *shapes(*value_counts());
  c.eps = *epsilons();
  c.momentum = *momenta();
  c.weight = *parameters(c.shape.c, 1);
  c.bias = *parameters(c.shape.c, 0);
  const Family family = *gen::weightedElement<Family>({{2, Family::exact}, {3, Family::hard}});
  c.x = *inputs(family, c.dtype, c.shape);
  c.dy = *gradients(family, c.dtype, c.x);
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

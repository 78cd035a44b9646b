#include <algorithm>

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

/// Draws one of the kinds; far ones cost calls to the system, and are rare.
Layout draw_kind(const std::vector<Layout>& kinds) {
  const Layout kind = *gen::elementOf(kinds);
  return kind == Layout::far && *gen::inRange(0, 8) != 0 ? *gen::elementOf(kinds) : kind;
}

Placement draw_placement(const std::vector<Layout>& kinds) {
  const bool anywhere = *gen::inRange(0, 4) == 0;
  return {draw_kind(kinds), anywhere ? *gen::inRange(1, kMostOffset + 1) : 0};
}

bool has(const std::vector<Layout>& kinds, Layout kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

}  // namespace

rc::Gen<Layouts> layouts(const std::vector<Layout>& kinds, bool one_gradient) {
  return gen::exec([=] {
    std::vector<Layout> usual = kinds;
    std::erase(usual, Layout::expanded);
    if (usual.empty()) usual = {Layout::nchw};
    Layouts drawn;
    drawn.x = draw_placement(usual);
    // In half of the cases all tensors are alike, as in most programs.
    const bool alike = *gen::inRange(0, 2) == 0;
    for (auto tensor : {&Layouts::dy, &Layouts::y, &Layouts::dx, &Layouts::parameters}) {
      drawn.*tensor = alike || *gen::inRange(0, 2) == 0 ? drawn.x : draw_placement(usual);
    }
    const bool expand = one_gradient && has(kinds, Layout::expanded);
    if (expand && *gen::inRange(0, 2) == 0) drawn.dy.kind = Layout::expanded;
    return drawn;
  });
}

}  // namespace bncheck::properties::generators

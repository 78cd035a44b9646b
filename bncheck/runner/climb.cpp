#include "bncheck/runner/climb.h"

#include <algorithm>

#include "bncheck/runner/plan.h"
#include "core/pattern.h"
#include "properties/generators/neighbour.h"

namespace bncheck::runner {
namespace {

// A quarter of a climb: from one drawn case alone most climbs stay on a plain.
constexpr std::uint64_t kDrawn = kClimbCases / 4;

}  // namespace

Climb::Climb(std::uint64_t seed, std::uint64_t first, std::size_t laws,
             const properties::generators::Selection& selection)
    : seed_(seed),
      first_(first),
      law_(counter_random(seed, 0, first) % laws),
      selection_(selection) {}

Case Climb::next() {
  const std::uint64_t index = first_ + steps_;
  tried_ = steps_++ < kDrawn ? properties::generators::case_at(seed_, index, selection_)
                             : properties::generators::neighbour_of(best_, seed_, index);
  return tried_;
}

Climb::Height Climb::height(const std::vector<Judgement>& judgements) const {
  const auto ratio = [](const Judgement& judgement) {
    return judgement.verdict >= Verdict::pass && judgement.evidence ? judgement.evidence->ratio
                                                                    : -1.0;
  };
  Height height{ratio(judgements[law_]), -1};
  for (const Judgement& each : judgements) height.of_any = std::max(height.of_any, ratio(each));
  return height;
}

void Climb::hear(const std::vector<Judgement>& judgements) {
  const Height reached = height(judgements);
  if (reached < best_height_) return;  // as high is taken, too: plains are crossed
  best_height_ = reached;
  best_ = tried_;
}

}  // namespace bncheck::runner

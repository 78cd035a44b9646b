#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/case.h"
#include "core/verdict.h"
#include "properties/generators/cases.h"

namespace bncheck::runner {

/// A search for cases on which answers come close to a budget: it draws some cases, begins
/// with the worst of them and goes from the worst case so far to a neighbour of it, (1+1)
/// evolution, towards the largest error / budget of one law. Which law that is, and every step,
/// depend on the seed, the index of its first case and the judgements alone.
class Climb {
 public:
  Climb(std::uint64_t seed, std::uint64_t first, std::size_t laws,
        const properties::generators::Selection& selection);

  /// Returns the case to judge next.
  Case next();

  /// Hears what the laws said about it.
  void hear(const std::vector<Judgement>& judgements);

 private:
  /// How near a case came: by the law in view, and, where that says nothing, by any.
  struct Height {
    double of_law = std::numeric_limits<double>::lowest();
    double of_any = std::numeric_limits<double>::lowest();
    // NOLINTNEXTLINE(modernize-use-nullptr): there is no pointer
    auto operator<=>(const Height&) const = default;
  };
  Height height(const std::vector<Judgement>& judgements) const;

  std::uint64_t seed_;
  std::uint64_t first_;
  std::size_t law_;
  const properties::generators::Selection& selection_;
  std::uint64_t steps_ = 0;
  Case best_, tried_;
  Height best_height_;
};

}  // namespace bncheck::runner

#pragma once

#include <cstdint>
#include <span>

#include "core/verdict.h"

namespace bncheck::runner {

/// How often a law came to each verdict, and how close honest results came to its budget.
struct LawTotals {
  std::uint64_t skipped = 0, passed = 0, inconclusive = 0, failed = 0;
  double worst_passing_ratio = 0;
  std::uint64_t retired = 0;  ///< those of the skipped that came after the law was retired

  void add(const Judgement& judgement);

  /// The ratio is that of a pass.
  void add(Verdict verdict, double ratio);
};

/// Returns the sum over several laws.
LawTotals sum(std::span<const LawTotals> laws);

}  // namespace bncheck::runner

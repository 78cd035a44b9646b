#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bncheck/runner/retirement.h"
#include "bncheck/runner/totals.h"
#include "core/verdict.h"
#include "diagnosis/signature.h"

namespace bncheck::runner {

/// How far a campaign has come: what one that was killed goes on from. Nothing of it follows from
/// anything but the record, so that it ends as it would have ended.
struct Progress {
  /// A case that was judged; verdicts and ratios, of passes, are in the order of the laws.
  struct Judged {
    std::uint64_t index = 0;
    std::vector<Verdict> verdicts;
    std::vector<double> ratios;
  };
  std::vector<Judged> cases;  ///< all of the shard's first units, whole, in their order
  std::vector<std::vector<diagnosis::Finding>> findings;  ///< of each failure
  std::vector<std::string> told;                          ///< what was said of each failure
  std::string record;                                     ///< the JSON Lines of all that

  /// Returns the first index that is not judged, or none of the shard's.
  std::uint64_t next_index() const;

  /// Adds to the totals, and counts for retirement, what a campaign would have.
  void count(std::vector<LawTotals>& totals, Retirement& retirement) const;
};

}  // namespace bncheck::runner

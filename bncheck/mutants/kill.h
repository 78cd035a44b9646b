#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bncheck/mutants/kill_matrix.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::mutants {

/// How many cases a mutant is put to when nothing is said.
inline constexpr std::uint64_t kUsualCases = 400;

/// How mutants are put to the laws.
struct KillOptions {
  std::uint64_t seed = 1;
  std::uint64_t cases = kUsualCases;
  std::vector<const properties::Property*> laws;
  /// Asked between cases: whether enough is known.
  std::function<bool(const KillRow&)> enough = [](const KillRow&) { return false; };
};

/// Puts a mutant to the laws: cases of all types, those of the program's corpus first. A law that
/// has failed is not asked again, but for "execution": it stays, to meet the faults that would else
/// be laid at the door of another law. After a few faults the mutant is dead.
KillRow kill(const std::string& mutant, const runner::OpenImplementation& open,
             const KillOptions& options);

}  // namespace bncheck::mutants

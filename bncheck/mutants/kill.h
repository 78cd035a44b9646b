#pragma once

#include <cstdint>

#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/kill_matrix.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::mutants {

/// How many cases a mutant is put to by all laws when nothing is said.
inline constexpr std::uint64_t kUsualCases = 240;

/// How mutants are put to the laws.
struct KillOptions {
  std::uint64_t seed = 1;
  std::uint64_t cases = kUsualCases;  ///< by all laws
  /// The laws that the header names go on up to this case, until all have killed: what shows a
  /// defect may be as rare as a channel of 65,537 values.
  std::uint64_t most_cases = 2000;
};

/// Puts a mutant to the laws: cases of all types, those of the program's corpus first. A law that
/// has failed is not asked again, but for "execution": it stays, to meet the faults that would else
/// be laid at the door of another law. After a few of these the mutant is dead. Returns the row of
/// all laws of the catalogue.
KillRow kill(const Mutant& mutant, const runner::OpenImplementation& open,
             const KillOptions& options);

/// Returns case number `index`, counted from 0, of the cases that mutants are put to.
Case case_number(std::uint64_t index, std::uint64_t seed);

}  // namespace bncheck::mutants

#pragma once

#include <string>
#include <vector>

#include "bncheck/mutants/catalogue.h"
#include "bncheck/runner/campaign.h"
#include "diagnosis/signature.h"

namespace bncheck::mutants {

/// What diagnosis makes of a mutant, beside what is wrong with it.
struct Diagnosed {
  Mutant mutant;
  std::vector<diagnosis::Finding> told;
  std::set<std::string> failed;  ///< the laws that did

  /// Returns the place of the right cause among those told, from 0; their number if it is not.
  std::size_t place() const;
};

/// Puts the mutant to so many cases by all laws, and has it diagnosed by the simplest cases of the
/// first few laws that fail, and by all laws that do, without the row of the kill matrix that is to
/// be left out. A user's campaign tells more: it diagnoses the failure of each law.
Diagnosed diagnose(const Mutant& mutant, const runner::OpenImplementation& open,
                   std::uint64_t cases, const std::string& leave_out);

/// Prints a line for each mutant, and at the end how many were recognized.
std::string tell(const std::vector<Diagnosed>& all);

/// Returns whether the right cause is among those told for at least four mutants of five, of those
/// that failed a law: what the project promises (docs/diagnosis.md).
bool are_recognized(const std::vector<Diagnosed>& all);

}  // namespace bncheck::mutants

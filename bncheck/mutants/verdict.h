#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/kill_matrix.h"

namespace bncheck::mutants {

/// Returns the laws that the mutant's header names and that do not kill it. The row has all laws of
/// the catalogue.
std::vector<std::string_view> missing_killers(const Mutant& mutant, const KillRow& row);

/// Returns the number of the first case that some law fails on, or "-".
std::string first_kill(const KillRow& row);

/// Returns how many mutants this law kills and no other does.
std::uint64_t kills_alone(const KillMatrix& matrix, std::size_t law);

/// Returns what is not as the mutants' headers say, a sentence each. The matrix has a row for each
/// mutant, in their order, and all laws of the catalogue.
std::vector<std::string> complaints(const std::vector<Mutant>& mutants, const KillMatrix& matrix);

/// Returns the sum on one line, for people and machines.
std::string summary(const std::vector<Mutant>& mutants, const KillMatrix& matrix);

}  // namespace bncheck::mutants

#pragma once

#include <string>
#include <vector>

#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/kill_matrix.h"

namespace bncheck::mutants {

/// Returns the page that shows the matrix: who kills whom as a picture, the mutants with their
/// stories, and the laws with what they kill. The matrix has a row for each mutant, in their order,
/// and all laws of the catalogue.
std::string to_markdown(const std::vector<Mutant>& mutants, const KillMatrix& matrix);

}  // namespace bncheck::mutants

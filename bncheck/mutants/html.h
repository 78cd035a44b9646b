#pragma once

#include <string>

#include "bncheck/mutants/kill_matrix.h"

namespace bncheck::mutants {

/// Returns a kill matrix as a page for people: who kills whom, the mutants, the laws. What the
/// program knows of a mutant stands beside it.
std::string to_html(const KillMatrix& matrix);

}  // namespace bncheck::mutants

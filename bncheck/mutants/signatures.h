#pragma once

#include "diagnosis/signature.h"

namespace bncheck::mutants {

/// Returns which laws kill which mutant, and what is wrong with it: the program's own matrix and
/// the mutants' headers. Mutants that nothing kills are left out.
const diagnosis::KillMatrix& signatures();

}  // namespace bncheck::mutants

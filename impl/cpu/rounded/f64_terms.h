#pragma once

#include <initializer_list>

#include "cpu/rounded/f64_sums.h"
#include "rounding/terms.h"

namespace cpu {

/// Returns the constants of Ziv's test for a sum of one to three terms (docs/rounding.md has the
/// proof).
inline DoubleCombination combination(std::initializer_list<LongTerm> terms, double constant) {
  DoubleCombination found = {constant, bound_of(constant), {}};
  int k = 0;
  for (const LongTerm& term : terms) found.term[k++] = double_term(term, found.slack);
  found.slack *= kRoom;
  return found;
}

}  // namespace cpu

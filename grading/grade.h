#pragma once

#include <string>
#include <vector>

#include "grading/examination.h"

namespace bncheck::grading {

/// The verdict on all that was measured.
struct Grade {
  std::string letter;                   ///< A+ to F; empty if nothing was answered
  std::string suffixes;                 ///< "/a/o", none for most
  std::string sentence;                 ///< what it behaves like, for a reader who is new to this
  std::vector<std::string> violations;  ///< why it is F

  bool failed() const { return letter == "F"; }
};

/// Grades: the best class that is not refuted; F if anything no implementation may do was seen, by
/// the measurements or by the laws, whose failures are given as sentences.
Grade grade_of(const Measurements& found, const std::vector<std::string>& failed_laws);

}  // namespace bncheck::grading

#pragma once

#include <string>

#include "bncheck/commands/grade_laws.h"
#include "grading/grade.h"

namespace bncheck::commands {

/// Prints a grade for people: the letter, what the implementation behaves like, why each class
/// holds or does not, and what was measured, a line each. No line is longer than 100 columns.
std::string grade_text(const grading::Grade& grade, const grading::Measurements& found,
                       const LawsSay& laws, const std::string& subject, DType dtype);

}  // namespace bncheck::commands

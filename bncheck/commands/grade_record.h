#pragma once

#include <string>

#include "grading/grade.h"

namespace bncheck::commands {

/// What was graded.
struct Graded {
  std::string implementation;  ///< as the user named it
  std::string name, version;   ///< as it declares
  std::string dtype, dialect;
  std::uint64_t seed = 0;
};

/// Returns the grade as one line of JSON, as docs/records.md describes it. text: what the console
/// printed.
std::string grade_record(const Graded& graded, const grading::Grade& grade,
                         const grading::Measurements& found, const std::string& text);

}  // namespace bncheck::commands

#pragma once

#include "grading/probes.h"

namespace bncheck::grading {

/// Returns the fullest form in which a small problem is not refused; the fullest of all if every
/// one is, so that the refusals can be told.
Form accepted_form(Subject subject);

/// Returns what the form leaves out or adds, to follow "it was asked "; nothing for the fullest.
std::string to_string(const Form& form);

}  // namespace bncheck::grading

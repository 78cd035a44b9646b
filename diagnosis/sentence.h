#pragma once

#include <string>
#include <string_view>

namespace bncheck::diagnosis {

/// Makes a sentence of a clause: a capital letter, a full stop. A name of the code at its start
/// keeps its letters behind a word that says what it is: "dx lacks invstd" becomes "The gradient dx
/// lacks invstd."
std::string as_sentence(std::string_view clause);

}  // namespace bncheck::diagnosis

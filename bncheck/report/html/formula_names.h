#pragma once

#include <string>
#include <string_view>

namespace bncheck::report::html {

/// The sign of multiplication.
inline constexpr std::string_view kTimes = "<mo lspace=\"0.12em\" rspace=\"0.12em\">·</mo>";

/// Returns a name that statements use in formulas as MathML, its index included: `x_i`, `invstd`,
/// `running_mean`, `d_dy`; empty for any other word.
std::string markup_of_name(std::string_view word);

/// Returns whether a name looks different in mathematics: letters and signs, not words.
bool is_sign(std::string_view word);

/// Returns a number, 1e-5 as a power of ten.
std::string markup_of_number(std::string_view number);

}  // namespace bncheck::report::html

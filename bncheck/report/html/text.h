#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace bncheck::report::html {

/// Returns the text for the content of an element or of an attribute in double quotes: whatever an
/// implementation is called, it is read as text.
std::string escaped(std::string_view text);

/// Returns the JSON for a script element: no text in it can end the element.
std::string for_script(const nlohmann::json& value);

/// Returns a ratio of error to budget as tables show it: "0", "<.01", ".37", "1.0", "4.2e5".
std::string ratio_text(double ratio);

/// Returns three digits, and "inf" or "nan".
std::string number_text(double value);

/// Returns "1 case", "2 cases".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

}  // namespace bncheck::report::html

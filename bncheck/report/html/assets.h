#pragma once

#include <string_view>

namespace bncheck::report::html {

/// The files of this folder, which are part of the program, so that they are there wherever it is.
std::string_view page_template();
std::string_view style();
std::string_view script();
std::string_view charts_script();
std::string_view licence_text();

/// Returns the charting library; empty if it was not there when the program was built.
std::string_view library();

}  // namespace bncheck::report::html

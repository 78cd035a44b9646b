#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "bncheck/report/html/inputs.h"

namespace bncheck::report::html {

/// The parts that a page is put together from.
struct Page {
  std::string title;  ///< plain text
  std::string body;   ///< HTML
  nlohmann::json charts = nlohmann::json::object();
};

/// Returns the page as one file that needs no other: styles, script, the charting library where
/// bncheck was built with it, and the numbers of the charts.
std::string assemble(const Page& page);

/// Returns the report on the first run, beside the others, with grades and races.
std::string to_html(const Inputs& inputs);

/// Returns the report on one run.
std::string run_to_html(const RunRecord& run);

}  // namespace bncheck::report::html

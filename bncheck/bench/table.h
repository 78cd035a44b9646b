#pragma once

#include <set>
#include <string>

#include "bncheck/bench/measurement.h"

namespace bncheck::bench {

/// Returns the titles of the console's columns.
std::string table_header();

/// Returns the console's rows of one workload. What is to be said of an implementation follows a
/// row the first time only: `said` keeps it.
std::string table_rows(const std::vector<Measurement>& measurements, const Workload& workload,
                       std::set<std::string>& said);

/// Returns the same as a table of Markdown.
std::string markdown_header();
std::string markdown_rows(const std::vector<Measurement>& measurements, const Workload& workload);

}  // namespace bncheck::bench

#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bncheck/report/html/conditioning.h"
#include "bncheck/report/html/digest.h"
#include "bncheck/report/html/inputs.h"

namespace bncheck::report::html {

/// The parts of the page. Each returns a section with its heading, empty where there is nothing to
/// say. Those that are drawn put the numbers of their charts into `charts`, under names that the
/// script knows (charts.js).
std::string headline(const Digest& subject, const std::vector<GradeRecord>& grades);
std::string failures_section(const Digest& subject);
std::string heat_section(const Digest& subject);
std::string errors_section(const Digest& subject, const std::vector<Digest>& peers,
                           nlohmann::json& charts);
std::string laws_section(const Digest& subject, const std::vector<Digest>& peers,
                         nlohmann::json& charts);
std::string peers_section(const Digest& subject, const std::vector<Digest>& peers);
std::string grades_section(const std::vector<GradeRecord>& grades);
std::string bench_section(const std::vector<BenchRecord>& benches, nlohmann::json& charts);

/// Returns a place for a chart, which the script fills, and a table of what it shows in a fold.
std::string figure(const std::string& chart, const std::string& caption, const std::string& table);

/// Returns the lines of what the console printed of a failure as a list of names and values.
std::string failure_lines(const std::string& text);

}  // namespace bncheck::report::html

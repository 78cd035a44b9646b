#include "bncheck/bench/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace bncheck::bench {
namespace {

using Cells = std::array<std::string, 10>;

constexpr const char* kRow = "{:<14} {:<15} {:<6} {:<10} {:>2} {:>10} {:>6} {:>7} {:>7} {:>9}\n";

const Cells& titles() {
  static const Cells kTitles = {"implementation", "shape", "layout",  "operation", "T",
                                "median",         "GB/s",  "of copy", "x peers",   "worst ulp"};
  return kTitles;
}

std::string time_text(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.1f} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.2f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

std::string ulp_text(double ulp) {
  return ulp < 1000 ? fmt::format("{:.3f}", ulp) : fmt::format("{:.2g}", ulp);
}

double gigabytes_a_second(const Measurement& measurement, const Workload& workload) {
  const double bytes =
      measurement.is_limit ? 2 * workload.tensor_bytes() : workload.minimal_bytes();
  return bytes / median(measurement) * 1e-9;
}

Cells cells_of(const Measurement& measurement, const Workload& workload) {
  Cells cells = {measurement.implementation,
                 to_string(workload.shape),
                 std::string(to_string(workload.layout)),
                 std::string(to_string(workload.operation)),
                 std::to_string(workload.threads),
                 "-",
                 "-",
                 "-",
                 "-",
                 "-"};
  if (measurement.status == Measurement::Status::failed) cells[5] = "failed";
  if (!measurement.is_timed()) return cells;
  cells[5] = time_text(median(measurement));
  cells[6] = fmt::format("{:.1f}", gigabytes_a_second(measurement, workload));
  if (measurement.of_limit) cells[7] = fmt::format("{:.0f} %", 100 * *measurement.of_limit);
  if (measurement.against_peers) cells[8] = fmt::format("{:.2f}", *measurement.against_peers);
  if (measurement.accuracy) cells[9] = ulp_text(measurement.accuracy->worst);
  return cells;
}

/// What there is to say: why there is no time, or what to know about it.
std::vector<std::string> remarks_of(const Measurement& measurement) {
  std::vector<std::string> all = measurement.remarks;
  if (!measurement.reason.empty()) all.push_back(measurement.reason);
  return all;
}

std::string row(const Cells& c) {
  return fmt::format(fmt::runtime(kRow), c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8],
                     c[9]);
}

}  // namespace

std::string table_header() { return row(titles()); }

std::string table_rows(const std::vector<Measurement>& measurements, const Workload& workload,
                       std::set<std::string>& said) {
  std::string text;
  for (const Measurement& each : measurements) {
    text += row(cells_of(each, workload));
    for (const std::string& remark : remarks_of(each)) {
      const std::string line = fmt::format("    {}: {}\n", each.implementation, remark);
      if (said.insert(line).second) text += line;
    }
  }
  return text;
}

std::string markdown_header() {
  return fmt::format("| {} | remarks |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
                     fmt::join(titles(), " | "));
}

std::string markdown_rows(const std::vector<Measurement>& measurements, const Workload& workload) {
  std::string text;
  for (const Measurement& each : measurements) {
    text += fmt::format("| {} | {} |\n", fmt::join(cells_of(each, workload), " | "),
                        fmt::join(remarks_of(each), "; "));
  }
  return text;
}

}  // namespace bncheck::bench

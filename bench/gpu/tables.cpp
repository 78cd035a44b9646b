#include "bench/gpu/tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>
#include <tuple>

namespace bncheck::gpu_bench {
namespace {

using Cells = std::array<std::string, 12>;

constexpr const char* kTitles =
    "| implementation | shape | layers | dtype | layout | operation | time | GB/s | of copy "
    "| x peers | worst ulp | remarks |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n";

std::string time_text(double seconds) {
  return seconds < 1e-3 ? fmt::format("{:.1f} us", seconds * 1e6)
                        : fmt::format("{:.3f} ms", seconds * 1e3);
}

std::string ulp_text(double ulp) {
  return ulp < 1000 ? fmt::format("{:.3f}", ulp) : fmt::format("{:.2g}", ulp);
}

std::vector<std::string> remarks_of(const Row& row) {
  std::vector<std::string> all = row.measurement.remarks;
  if (!row.measurement.reason.empty()) all.push_back(row.measurement.reason);
  if (row.method == "launches")
    all.emplace_back("launched call by call, as no graph could be made");
  return all;
}

Cells cells_of(const Row& row) {
  const bench::Workload& workload = row.task.workload;
  const bench::Measurement& found = row.measurement;
  Cells cells = {found.implementation,
                 to_string(workload.shape),
                 std::to_string(row.task.layers),
                 std::string(to_string(workload.dtype)),
                 std::string(to_string(workload.layout)),
                 std::string(bench::to_string(workload.operation))};
  std::fill(cells.begin() + 6, cells.end() - 1, "-");
  cells[11] = fmt::format("{}", fmt::join(remarks_of(row), "; "));
  if (found.accuracy) cells[10] = ulp_text(found.accuracy->worst);
  if (found.status == bench::Measurement::Status::failed) cells[6] = "failed";
  if (!found.is_timed()) return cells;
  cells[6] = time_text(bench::median(found));
  cells[7] = fmt::format("{:.0f}", gigabytes_a_second(row));
  if (found.of_limit) cells[8] = fmt::format("{:.0f} %", 100 * *found.of_limit);
  if (found.against_peers) cells[9] = fmt::format("{:.2f}", *found.against_peers);
  return cells;
}

/// What is added up: all layers of one type, layout and operation.
using Group = std::tuple<DType, Layout, bench::Operation>;
struct Sum {
  double seconds = 0, bytes = 0;
  int layers = 0;
};

Group group_of(const Row& row) {
  const bench::Workload& workload = row.task.workload;
  return {workload.dtype, workload.layout, workload.operation};
}

/// Returns the layers of each group, by the implementation that was put to the most of them.
std::map<Group, int> layers_of(const Log& log) {
  std::map<std::pair<Group, std::string>, int> asked;
  std::map<Group, int> most;
  for (const Row& row : log.rows) {
    int& layers = asked[{group_of(row), row.measurement.implementation}];
    layers += row.task.layers;
    most[group_of(row)] = std::max(most[group_of(row)], layers);
  }
  return most;
}

std::string sum_row(const Group& group, const std::string& name, const Sum& sum,
                    const std::optional<Copy>& ceiling) {
  const double speed = sum.bytes / 1e9 / sum.seconds;
  const std::string part =
      ceiling ? fmt::format("{:.0f} %", 100 * speed / ceiling->gigabytes_a_second) : "-";
  return fmt::format("| {} | {} | {} | {} | {} | {} | {:.0f} | {} |\n", name, sum.layers,
                     to_string(std::get<0>(group)), to_string(std::get<1>(group)),
                     bench::to_string(std::get<2>(group)), time_text(sum.seconds), speed, part);
}

}  // namespace

std::string line_of(const Row& row) {
  const Cells c = cells_of(row);
  return fmt::format("{:<16} {:<15} {:<4} {:<6} {:<10} {:>10} {:>6} {:>7} {:>7} {:>9}{}\n", c[0],
                     c[1], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10],
                     c[11].empty() ? "" : "\n    " + c[11]);
}

std::string sums_of(const Log& log) {
  std::map<std::pair<Group, std::string>, Sum> sums;
  bool is_network = false;
  for (const Row& row : log.rows) {
    is_network = is_network || row.task.layers > 1;
    if (!row.measurement.is_timed()) continue;
    Sum& sum = sums[{group_of(row), row.measurement.implementation}];
    sum.seconds += row.task.layers * bench::median(row.measurement);
    sum.bytes += row.task.layers * row.task.workload.minimal_bytes();
    sum.layers += row.task.layers;
  }
  if (!is_network) return "";
  std::string text =
      "| implementation | layers | dtype | layout | operation | time | GB/s | of copy |\n"
      "|---|---|---|---|---|---|---|---|\n";
  const auto layers = layers_of(log);
  for (const auto& [key, sum] : sums) {
    if (sum.layers < layers.at(key.first)) continue;
    text += sum_row(key.first, key.second, sum, copy_ceiling(log));
  }
  return text;
}

std::string page_of(const Log& log) {
  const Session& session = log.session;
  std::string text =
      fmt::format("{}, driver {} (CUDA {}.{}), at most {:.0f} MHz.\n\n", session.device,
                  session.driver, session.cuda / 1000, session.cuda % 1000 / 10, session.clock_mhz);
  for (std::size_t at = 0; at < session.command.size();) {
    const std::size_t end = std::min(session.command.find('\n', at), session.command.size());
    text += "    " + session.command.substr(at, end - at) + "\n";
    at = end + 1;
  }
  text += fmt::format("\n{}.\n", fmt::join(session.implementations, ", "));
  if (const auto ceiling = copy_ceiling(log)) {
    text += fmt::format("\nThe copy ceiling: {:.0f} GB/s, reads and writes counted ({}).\n",
                        ceiling->gigabytes_a_second, ceiling->way);
  }
  text += fmt::format("\n{}", kTitles);
  for (const Row& row : log.rows) text += fmt::format("| {} |\n", fmt::join(cells_of(row), " | "));
  const std::string sums = sums_of(log);
  return sums.empty() ? text : text + "\nAll layers of the network together:\n\n" + sums;
}

}  // namespace bncheck::gpu_bench

#include <fmt/format.h>

#include <cmath>
#include <map>

#include "bncheck/report/html/sections.h"
#include "bncheck/report/html/text.h"
#include "core/dtype.h"

namespace bncheck::report::html {
namespace {

using nlohmann::json;

std::string time_text(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.1f} µs", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.2f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

/// Returns the size of one tensor in bytes.
double bytes_of(const BenchRow& row) {
  const std::optional<Shape> shape = parse_shape(row.shape);
  const std::optional<DType> dtype = parse_dtype(row.dtype);
  if (!shape || !dtype) return 0;
  return static_cast<double>(shape->size()) * static_cast<double>(size_of(*dtype));
}

std::string cells_of(const BenchRow& row) {
  if (row.status != "timed") {
    return fmt::format("<td colspan=5 class=unknown>{}: {}</td>", escaped(row.status),
                       escaped(row.reason));
  }
  const auto maybe = [](const std::optional<double>& value, double times, const char* unit) {
    return value ? number_text(*value * times) + unit : std::string("–");
  };
  return fmt::format("<td>{}</td><td>{:.1f}</td><td>{}</td><td>{}</td><td>{}</td>",
                     time_text(row.seconds), row.gigabytes_a_second, maybe(row.of_copy, 100, " %"),
                     maybe(row.against_peers, 1, ""), maybe(row.worst_ulp, 1, ""));
}

std::string table_of(const std::vector<const BenchRow*>& rows) {
  std::string html =
      "<table><caption>Medians; of copy: 100 % is as fast as a copy moves as many bytes; x peers: "
      "above 1 is faster than all others</caption><thead><tr><th scope=col>shape</th><th "
      "scope=col>layout</th><th scope=col>implementation</th><th scope=col>median</th><th "
      "scope=col>GB/s</th><th scope=col>of copy</th><th scope=col>x peers</th><th scope=col>worst "
      "ulp</th></tr></thead><tbody>\n";
  for (const BenchRow* row : rows) {
    html +=
        fmt::format("<tr><td>{}</td><td>{}</td><th scope=row>{}</th>{}</tr>\n", escaped(row->shape),
                    escaped(row->layout), escaped(row->implementation), cells_of(*row));
  }
  return html + "</tbody></table>";
}

/// Returns the series of a panel: for each implementation and memory order, size and speed.
json series_of(const std::vector<const BenchRow*>& rows) {
  std::map<std::string, json> points;
  for (const BenchRow* row : rows) {
    if (row->status != "timed" || row->implementation == kCopy || !(bytes_of(*row) > 0)) continue;
    const std::string name = row->implementation + ", " + row->layout;
    points.try_emplace(name, json::array());
    points[name].push_back({bytes_of(*row), row->gigabytes_a_second});
  }
  json out = json::array();
  for (const auto& [name, series] : points) out.push_back({{"name", name}, {"points", series}});
  return out;
}

/// The roof: how fast a copy is at each size.
json roof_of(const BenchRecord& bench, const std::vector<const BenchRow*>& rows) {
  json out = json::array();
  for (const BenchRow* row : rows) {
    if (!(bytes_of(*row) > 0)) continue;
    if (bench.device_copy) out.push_back({bytes_of(*row), *bench.device_copy});
    if (row->implementation == kCopy && row->status == "timed") {
      out.push_back({bytes_of(*row), row->gigabytes_a_second});
    }
  }
  return out;
}

std::string panel(const BenchRecord& bench, const std::string& name,
                  const std::vector<const BenchRow*>& rows, json& charts) {
  const std::string id = fmt::format("roofline-{}", charts.size());
  const json series = series_of(rows);
  if (series.empty()) return "<h3>" + escaped(name) + "</h3>\n" + table_of(rows);
  charts[id] = {{"kind", "roofline"},
                {"title", "Bytes a second by size, " + name},
                {"series", series},
                {"roof", roof_of(bench, rows)}};
  return figure(id, name, table_of(rows));
}

}  // namespace

std::string bench_section(const std::vector<BenchRecord>& benches, json& charts) {
  if (benches.empty()) return "";
  std::string html =
      "<section id=bench>\n<h2>Speed under the roof of a copy</h2>\n"
      "<p>Batch norm moves memory and computes little, so its roof is the speed of a copy of as "
      "many values. GB/s count each tensor once that must be read or written; what is read twice "
      "lies below the roof by so much.</p>\n";
  for (const BenchRecord& bench : benches) {
    html +=
        fmt::format("<p class=muted>{}, by {}</p>\n", escaped(bench.machine), escaped(bench.tool));
    std::map<std::string, std::vector<const BenchRow*>> panels;
    for (const BenchRow& row : bench.rows) {
      const std::string threads =
          row.threads == 0 ? "" : ", " + counted(row.threads, "thread", "threads");
      panels[row.operation + ", " + row.dtype + threads].push_back(&row);
    }
    if (panels.empty()) html += "<p class=note>The record has no measurement.</p>\n";
    html += "<div class=figures>\n";
    for (const auto& [name, rows] : panels) html += panel(bench, name, rows, charts);
    html += "</div>\n";
  }
  return html + "</section>\n";
}

}  // namespace bncheck::report::html

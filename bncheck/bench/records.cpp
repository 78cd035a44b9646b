#include "bncheck/bench/records.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "bncheck/runner/environment.h"

namespace bncheck::bench {
namespace {

using nlohmann::json;

constexpr int kFormat = 1;

// JSON has no infinities.
json number(double value) { return std::isfinite(value) ? json(value) : json("inf"); }

json optional_number(const std::optional<double>& value) { return value ? number(*value) : json(); }

const char* status_of(const Measurement& measurement) {
  switch (measurement.status) {
    case Measurement::Status::timed: return "timed";
    case Measurement::Status::refused: return "refused";
    default: return "failed";
  }
}

void add_times(json& line, const Measurement& measurement, const Workload& workload) {
  const double bytes =
      measurement.is_limit ? 2 * workload.tensor_bytes() : workload.minimal_bytes();
  line["calls"] = measurement.seconds.size();
  line["seconds"] = median(measurement);
  line["seconds_fastest"] = measurement.seconds.front();
  line["seconds_quartiles"] = {quantile(measurement, 0.25), quantile(measurement, 0.75)};
  line["gigabytes_a_second"] = bytes / median(measurement) * 1e-9;
  line["of_copy"] = optional_number(measurement.of_limit);
  line["against_peers"] = optional_number(measurement.against_peers);
}

json to_json(const Measurement& measurement, const Workload& workload) {
  json line = {{"event", "measurement"},
               {"implementation", measurement.implementation},
               {"status", status_of(measurement)},
               {"shape", to_string(workload.shape)},
               {"dtype", to_string(workload.dtype)},
               {"layout", to_string(workload.layout)},
               {"operation", to_string(workload.operation)},
               {"threads", workload.threads},
               {"remarks", measurement.remarks}};
  if (!measurement.reason.empty()) line["reason"] = measurement.reason;
  if (!measurement.is_timed()) return line;
  add_times(line, measurement, workload);
  if (const auto& accuracy = measurement.accuracy) {
    line["worst_error_ulp"] = number(accuracy->worst);
    line["correctly_rounded"] = accuracy->rounded_correctly;
    line["compared"] = accuracy->compared;
  }
  return line;
}

std::string as_line(const json& value) {
  // What a plug-in says of itself may not be UTF-8.
  return value.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

std::string machine() { return runner::processor(); }

std::string start_record(const std::vector<Entrant>& entrants) {
  json all = json::array();
  for (const Entrant& each : entrants) {
    all.push_back({{"label", each.label},
                   {"name", each.competitor->name()},
                   {"version", each.competitor->version()}});
  }
  return as_line({{"event", "start"},
                  {"format", kFormat},
                  {"tool", "bncheck bench " BNCHECK_VERSION},
                  {"machine", machine()},
                  {"implementations", all}});
}

std::string records(const std::vector<Measurement>& measurements, const Workload& workload) {
  std::string text;
  for (const Measurement& each : measurements) text += as_line(to_json(each, workload));
  return text;
}

}  // namespace bncheck::bench

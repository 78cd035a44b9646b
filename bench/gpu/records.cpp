#include "bench/gpu/records.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace bncheck::gpu_bench {
namespace {

using nlohmann::json;
using Status = bench::Measurement::Status;

constexpr int kFormat = 1;

const char* name_of(Status status) {
  return status == Status::timed ? "timed" : status == Status::refused ? "refused" : "failed";
}

// JSON has no infinities.
json number(double value) { return std::isfinite(value) ? json(value) : json("inf"); }
double number_of(const json& value) {
  return value.is_string() ? std::numeric_limits<double>::infinity() : value.get<double>();
}

void add_times(json& line, const Row& row) {
  const bench::Measurement& found = row.measurement;
  line["samples"] = found.seconds.size();
  line["seconds"] = bench::median(found);
  line["seconds_fastest"] = found.seconds.front();
  line["seconds_quartiles"] = {bench::quantile(found, 0.25), bench::quantile(found, 0.75)};
  line["gigabytes_a_second"] = gigabytes_a_second(row);
  if (found.of_limit) line["of_copy"] = *found.of_limit;
  if (found.against_peers) line["against_peers"] = *found.against_peers;
}

std::string as_line(const json& value) {
  // What a plug-in says of itself may not be UTF-8.
  return value.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

template <class T>
T read(std::optional<T> (*parse)(std::string_view), const json& line, const char* key) {
  const auto text = line.at(key).get<std::string>();
  if (const std::optional<T> value = parse(text)) return *value;
  throw UsageError(std::string(key) + " is '" + text + "'");
}

/// Refuses what would not fit, as a cast of it has no meaning.
int count_of(const json& line, const char* key) {
  constexpr std::int64_t kMost = 1'000'000;
  const json& value = line.at(key);
  const bool whole = value.is_number_integer();
  if (whole && value >= 0 && value <= kMost) return value.get<int>();
  throw UsageError(std::string(key) + " is no whole number from 0 to " + std::to_string(kMost));
}

Row row_of(const json& line) {
  Row row;
  row.task.workload.shape = read(parse_shape, line, "shape");
  row.task.workload.dtype = read(parse_dtype, line, "dtype");
  row.task.workload.layout = read(parse_layout, line, "layout");
  row.task.workload.operation = read(bench::parse_operation, line, "operation");
  row.task.layers = count_of(line, "layers");
  row.method = line.value("method", "");
  if (line.contains("sets")) row.sets = count_of(line, "sets");
  bench::Measurement& found = row.measurement;
  found.implementation = line.at("implementation");
  found.reason = line.value("reason", "");
  found.remarks = line.value("remarks", std::vector<std::string>());
  const std::string status = line.at("status");
  found.status = status == "timed"     ? Status::timed
                 : status == "refused" ? Status::refused
                                       : Status::failed;
  if (found.is_timed()) found.seconds = {line.at("seconds").get<double>()};
  if (line.contains("worst_error_ulp")) {
    found.accuracy = bench::Accuracy{.worst = number_of(line["worst_error_ulp"])};
  }
  return row;
}

Session session_of(const json& line) {
  if (line.at("format") != kFormat) throw UsageError("the format is another one");
  return {line.at("tool"),        line.at("command"),        line.at("device"),
          line.at("driver"),      count_of(line, "cuda"),    line.at("clock_mhz"),
          line.at("cache_bytes"), line.at("implementations")};
}

void read_line(const json& line, Log& log) {
  const std::string event = line.at("event");
  if (event == "start") log.session = session_of(line);
  if (event == "measurement") log.rows.push_back(row_of(line));
  if (event != "copy") return;
  for (const json& each : line.at("ways")) {
    log.copies.push_back({each.at("way"), each.at("gigabytes_a_second")});
  }
}

}  // namespace

std::string record_of(const Session& session) {
  return as_line({{"event", "start"},
                  {"format", kFormat},
                  {"tool", session.tool},
                  {"command", session.command},
                  {"device", session.device},
                  {"driver", session.driver},
                  {"cuda", session.cuda},
                  {"clock_mhz", session.clock_mhz},
                  {"cache_bytes", session.cache_bytes},
                  {"implementations", session.implementations}});
}

std::string record_of(const std::vector<Copy>& copies) {
  json ways = json::array();
  for (const Copy& each : copies) {
    ways.push_back({{"way", each.way}, {"gigabytes_a_second", each.gigabytes_a_second}});
  }
  return as_line({{"event", "copy"}, {"ways", ways}});
}

std::string record_of(const Row& row) {
  const bench::Workload& workload = row.task.workload;
  const bench::Measurement& found = row.measurement;
  json line = {{"event", "measurement"},
               {"implementation", found.implementation},
               {"status", name_of(found.status)},
               {"shape", to_string(workload.shape)},
               {"layers", row.task.layers},
               {"dtype", to_string(workload.dtype)},
               {"layout", to_string(workload.layout)},
               {"operation", to_string(workload.operation)},
               {"remarks", found.remarks}};
  if (!found.reason.empty()) line["reason"] = found.reason;
  if (!row.method.empty()) line["method"] = row.method;
  if (row.sets > 0) line["sets"] = row.sets;
  if (found.is_timed()) add_times(line, row);
  if (found.accuracy) line["worst_error_ulp"] = number(found.accuracy->worst);
  return as_line(line);
}

Log read_log(const std::string& file) {
  std::ifstream stream(file);
  if (!stream) throw UsageError(file + ": there is no such file");
  Log log;
  int number = 0;
  for (std::string text; std::getline(stream, text);) {
    const std::string where = file + ", line " + std::to_string(++number) + ": ";
    try {
      read_line(json::parse(text), log);
    } catch (const json::exception&) {
      throw UsageError(where + "no record of gpu_bench");
    } catch (const UsageError& error) {
      throw UsageError(where + error.what());
    }
  }
  if (log.session.device.empty()) throw UsageError(file + ": it holds no record of gpu_bench");
  return log;
}

}  // namespace bncheck::gpu_bench

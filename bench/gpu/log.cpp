#include "bench/gpu/log.h"

#include <algorithm>

#include "core/error.h"

namespace bncheck::gpu_bench {
namespace {

bool same_task(const Task& one, const Task& other) {
  const bench::Workload &a = one.workload, &b = other.workload;
  return a.shape == b.shape && a.dtype == b.dtype && a.layout == b.layout &&
         a.operation == b.operation;
}

std::string text_of(const Task& task) {
  const bench::Workload& workload = task.workload;
  return to_string(workload.shape) + " " + std::string(to_string(workload.dtype)) + " " +
         std::string(to_string(workload.layout)) + " " +
         std::string(bench::to_string(workload.operation));
}

/// Returns the rows of the same task as this one, which is the first of them.
std::vector<Row*> rows_like(std::vector<Row>& rows, std::size_t first) {
  std::vector<Row*> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!same_task(rows[i].task, rows[first].task)) continue;
    if (i < first) return {};
    found.push_back(&rows[i]);
  }
  return found;
}

void rate_together(const std::vector<Row*>& rows, const std::optional<Copy>& ceiling) {
  if (rows.empty()) return;
  std::vector<bench::Measurement> measurements;
  for (const Row* row : rows) measurements.push_back(row->measurement);
  bench::rate(measurements, rows.front()->task.workload);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i]->measurement = measurements[i];
    if (!ceiling || !measurements[i].is_timed()) continue;
    rows[i]->measurement.of_limit = gigabytes_a_second(*rows[i]) / ceiling->gigabytes_a_second;
  }
}

void require_same_device(const Session& one, const Session& other) {
  if (one.device == other.device) return;
  throw UsageError("--merge: times of different devices cannot be compared: " + one.device +
                   " and " + other.device);
}

void require_new(const std::vector<Row>& rows, const Row& row) {
  const auto is_known = [&row](const Row& each) {
    return each.measurement.implementation == row.measurement.implementation &&
           same_task(each.task, row.task);
  };
  if (std::none_of(rows.begin(), rows.end(), is_known)) return;
  throw UsageError("--merge: " + row.measurement.implementation + " was timed twice at " +
                   text_of(row.task) + ": leave one of the records away");
}

}  // namespace

std::optional<Copy> copy_ceiling(const Log& log) {
  if (log.copies.empty()) return std::nullopt;
  return *std::max_element(log.copies.begin(), log.copies.end(), [](const Copy& a, const Copy& b) {
    return a.gigabytes_a_second < b.gigabytes_a_second;
  });
}

double gigabytes_a_second(const Row& row) {
  return row.task.workload.minimal_bytes() / 1e9 / bench::median(row.measurement);
}

void rate(Log& log) {
  const std::optional<Copy> ceiling = copy_ceiling(log);
  for (std::size_t i = 0; i < log.rows.size(); ++i) rate_together(rows_like(log.rows, i), ceiling);
}

Log merge(const std::vector<Log>& logs) {
  Log all;
  all.session = logs.front().session;
  all.session.implementations.clear();
  all.session.command.clear();
  for (const Log& log : logs) {
    require_same_device(all.session, log.session);
    all.session.command += (all.session.command.empty() ? "" : "\n") + log.session.command;
    for (const std::string& each : log.session.implementations) {
      auto& names = all.session.implementations;
      if (std::find(names.begin(), names.end(), each) == names.end()) names.push_back(each);
    }
    all.copies.insert(all.copies.end(), log.copies.begin(), log.copies.end());
    for (const Row& row : log.rows) {
      require_new(all.rows, row);
      all.rows.push_back(row);
    }
  }
  rate(all);
  return all;
}

}  // namespace bncheck::gpu_bench

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/gpu/task.h"
#include "bncheck/bench/measurement.h"

namespace bncheck::gpu_bench {

/// The machine that times were taken on, and the program that took them.
struct Session {
  std::string tool, command;
  std::string device, driver;  ///< as the driver names them
  int cuda = 0;                ///< the newest version that the driver serves: 13000 is 13.0
  double clock_mhz = 0;        ///< the highest of the multiprocessors
  double cache_bytes = 0;
  std::vector<std::string> implementations;  ///< "name version"
};

/// A way to copy memory to memory of the device, reads and writes counted.
struct Copy {
  std::string way;
  double gigabytes_a_second = 0;
};

/// One implementation at one task.
struct Row {
  Task task;
  bench::Measurement measurement;
  std::string method;  ///< "graph", or "launches", where calls cannot be captured
  int sets = 0;        ///< of tensors, that calls went through
};

/// All that one run found.
struct Log {
  Session session;
  std::vector<Copy> copies;
  std::vector<Row> rows;
};

/// Returns the fastest way; nothing if none was measured.
std::optional<Copy> copy_ceiling(const Log& log);

/// Returns the minimal traffic in a second. The row must be timed.
double gigabytes_a_second(const Row& row);

/// Sets the ratios of all rows: to the copy ceiling, and to the fastest other implementation at the
/// same task.
void rate(Log& log);

/// Joins runs on one device. Throws UsageError if there are several, or if an implementation is in
/// two of them at the same task.
Log merge(const std::vector<Log>& logs);

}  // namespace bncheck::gpu_bench

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bncheck/report/run_record.h"

namespace bncheck::report::html {

/// A grade, as bncheck grade --report jsonl writes it.
struct GradeRecord {
  struct Class {
    std::string letter, name, times;
    bool holds = false;
  };
  std::string implementation, name, version, dtype;
  std::string letter, suffixes, sentence, text;
  std::vector<Class> classes;
};

/// What one implementation took at one workload.
struct BenchRow {
  std::string implementation, status, reason, shape, dtype, layout, operation;
  std::uint64_t threads = 0;  ///< 0 on a device
  double seconds = 0, gigabytes_a_second = 0;
  std::optional<double> of_copy, against_peers, worst_ulp;
};

/// A race, as bncheck bench or gpu_bench writes it.
struct BenchRecord {
  std::string source, tool, machine;
  std::vector<BenchRow> rows;         ///< the copy's own among them, from bncheck bench
  std::optional<double> device_copy;  ///< GB/s of the fastest copy, from gpu_bench
};

/// The name that the copy has among the rows.
inline constexpr const char* kCopy = "copy limit";

/// All that a page is made from.
struct Inputs {
  std::vector<RunRecord> runs;  ///< the subject first, then its peers
  std::vector<GradeRecord> grades;
  std::vector<BenchRecord> benches;
};

/// Reads files of records, each of one kind, in any order of kinds. Throws UsageError that names
/// the file, the line and what was expected there, or says that there is no run.
Inputs read_inputs(const std::vector<std::string>& files);

}  // namespace bncheck::report::html

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bncheck/bench/workload.h"
#include "bncheck/commands/implementations.h"

namespace bncheck::commands {

/// What the user wrote after `bncheck bench`, before it is understood.
struct BenchArguments {
  std::vector<std::string> implementations;
  std::string shapes = "resnet50";
  std::optional<std::string> batch;
  std::string dtype = "f32";
  std::vector<std::string> layouts = {"nchw"};
  std::vector<std::string> operations = {"training"};
  std::vector<std::string> threads = {"1"};
  std::optional<std::string> rounds;
  std::vector<std::string> reports;
  OpenOptions open;
};

/// A file that the results go to.
struct BenchReport {
  enum class Kind { jsonl, markdown };
  Kind kind = Kind::jsonl;
  std::string file;
};

/// What is to be timed.
struct BenchPlan {
  std::vector<Shape> shapes;
  DType dtype = DType::f32;
  std::vector<Layout> layouts;
  std::vector<bench::Operation> operations;
  std::vector<unsigned> threads;
  std::optional<unsigned> rounds;
  std::vector<BenchReport> reports;
};

/// Adds the argument and the options to the command.
void add_bench_options(CLI::App& command, BenchArguments& arguments);

/// Understands them. Throws UsageError.
BenchPlan read_plan(const BenchArguments& arguments);

}  // namespace bncheck::commands

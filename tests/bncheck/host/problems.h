#pragma once

#include <filesystem>
#include <string>
#include <thread>

#include "bncheck/host/host.h"
#include "core/batch_norm.h"
#include "tests/bncheck/host/fixtures/misdeeds.h"

namespace bncheck::host {

/// Returns the path of a plug-in made for these tests.
inline std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(FIXTURE_FOLDER) / (name + ".so");
}

/// Returns a problem whose values are all different, and exact in every type.
inline Problem distinct_problem(const Shape& shape, DType dtype, Layout layout, Mode mode) {
  Problem problem;
  problem.shape = shape;
  problem.dtype = dtype;
  problem.layout = layout;
  problem.mode = mode;
  double next = -100;  // integers up to 256 are exact in bf16, which has 8 significant bits
  const auto fill = [&next](std::vector<double>& values, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) values.push_back(next++);
  };
  fill(problem.x, shape.size());
  fill(problem.dy, shape.size());
  for (auto* values :
       {&problem.weight, &problem.bias, &problem.running_mean, &problem.running_var}) {
    fill(*values, shape.c);
  }
  return problem;
}

/// Returns a problem that makes the misbehaving plug-in misbehave so.
inline Problem problem_for(misdeed eps, const Shape& shape = {3, 2, {2}},
                           Layout layout = Layout::nchw) {
  Problem problem = distinct_problem(shape, DType::f32, layout, Mode::training);
  problem.eps = eps;
  return problem;
}

/// Makes harmless calls until one finds what an earlier one left to happen. Returns the fault.
inline std::string next_fault(Plugin& plugin) {
  std::string fault;
  for (int i = 0; i < 100 && fault.empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    fault = plugin.forward(problem_for(kHonest), true).message;
  }
  return fault;
}

inline const HostOptions kImpatient = {.case_timeout = std::chrono::milliseconds(1000)};

}  // namespace bncheck::host

#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "bncheck/host/host.h"

namespace bncheck::host {

/// Returns the path of a Python module made for these tests.
inline std::string module(const std::string& name) {
  return std::string(FIXTURE_FOLDER) + "/" + name + ".py";
}

/// Loads an attribute of the module misbehaving.
inline std::unique_ptr<Plugin> misbehaving(const std::string& attribute) {
  return load_plugin("py:" + module("misbehaving") + ":" + attribute);
}

/// Writes a module that would not be a file of this project: it cannot be loaded, for example.
inline std::filesystem::path written_module(const std::string& name, const std::string& text) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("bncheck_python_" + std::to_string(getpid()));
  std::filesystem::create_directories((folder / name).parent_path());
  std::ofstream(folder / name) << text;
  return folder / name;
}

/// Returns the sentence with which loading is refused, or "loaded".
inline std::string refusal(const std::filesystem::path& target, const HostOptions& options = {}) {
  try {
    load_plugin(target, options);
  } catch (const LoadError& error) {
    return error.what();
  }
  return "loaded";
}

/// A training problem of shape 3x2x2, all values different.
inline Problem small_problem(DType dtype = DType::f32, Layout layout = Layout::nchw,
                             Mode mode = Mode::training) {
  Problem problem;
  problem.shape = {3, 2, {2}};
  problem.dtype = dtype;
  problem.layout = layout;
  problem.mode = mode;
  for (int i = 0; i < 12; ++i) problem.x.push_back(i);
  for (int i = 0; i < 12; ++i) problem.dy.push_back(20 + i);
  problem.weight = {40, 41};
  problem.bias = {50, 51};
  problem.running_mean = {60, 61};
  problem.running_var = {70, 71};
  return problem;
}

}  // namespace bncheck::host

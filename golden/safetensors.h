#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/dtype.h"

namespace bncheck::golden {

/// A tensor as a safetensors file holds it.
struct StoredTensor {
  DType dtype = DType::f32;
  std::vector<std::int64_t> extents;
  std::vector<double> values;  ///< in logical order
};

/// Reads every tensor of the file, by name. Throws UsageError that names the file and what is
/// wrong: the file or its header too short, an unknown type, a place outside the file, a wrong
/// length.
std::map<std::string, StoredTensor> read_safetensors(const std::filesystem::path& path);

}  // namespace bncheck::golden

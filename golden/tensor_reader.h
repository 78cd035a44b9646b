#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "golden/node.h"
#include "golden/safetensors.h"

namespace bncheck::golden {

/// Reads the tensors of one vector from its JSON, or from the file beside it, which is opened when
/// first needed.
class TensorReader {
 public:
  /// `non_finite` says whether the vector may hold infinities and NaN.
  TensorReader(const std::filesystem::path& json, bool non_finite);

  /// Returns the values; empty for null. They must be numbers of the type, as many as fit. Throws
  /// UsageError.
  std::vector<double> read(const Node& node, DType dtype, const std::vector<std::int64_t>& extents);

 private:
  double read_value(const Node& item, DType dtype) const;
  std::vector<double> read_large(const std::string& name, DType dtype,
                                 const std::vector<std::int64_t>& extents);

  std::filesystem::path path_;
  bool non_finite_;
  std::optional<std::map<std::string, StoredTensor>> tensors_;
};

}  // namespace bncheck::golden

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "golden/test_vector.h"

namespace bncheck::golden {

/// Returns how many steps from one number of the format to the next lead from a to b: 0 if they are
/// the same number, -0 and +0 included; none if one of them is not finite and the other another.
std::optional<std::uint64_t> ulps_between(DType dtype, double a, double b);

/// How one tensor differs between two vectors of the same id.
struct TensorDifference {
  std::string name;           ///< e.g. "y" or "inputs.x"
  std::size_t size_a = 0;     ///< values; 0 where the tensor is absent
  std::size_t size_b = 0;     ///< if it is another size, nothing below is said
  std::size_t differing = 0;  ///< places whose bits differ; all NaN are the same
  std::size_t place = 0;      ///< of the largest difference, in logical order
  double a = 0;
  double b = 0;
  std::optional<std::uint64_t> ulps;  ///< the largest; none if a or b is not finite
};

/// A member other than a tensor that differs, as text.
struct FieldDifference {
  std::string name;  ///< e.g. "provenance"
  std::string a;
  std::string b;
};

/// What differs between two vectors of the same id; nothing, if both lists are empty.
struct VectorDifference {
  std::string id;
  std::string title;
  std::vector<FieldDifference> fields;
  std::vector<TensorDifference> tensors;
};

/// Compares every member of two vectors of the same id.
VectorDifference difference(const TestVector& a, const TestVector& b);

/// What differs between two folders, in the order of the first.
struct FolderDifference {
  std::vector<std::string> only_a;  ///< ids
  std::vector<std::string> only_b;
  std::size_t equal = 0;  ///< vectors in both that are the same in every member
  std::vector<VectorDifference> differing;
};

/// Pairs the vectors by their ids and compares them.
FolderDifference difference(const std::vector<TestVector>& a, const std::vector<TestVector>& b);

}  // namespace bncheck::golden

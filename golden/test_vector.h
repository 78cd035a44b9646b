#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch_norm.h"
#include "core/contract.h"
#include "core/dialect.h"

namespace bncheck::golden {

/// Says what is special about a vector, e.g. LargeMean, and why.
struct Flag {
  std::string name;
  std::string reason;
};

/// The error that was raised instead of an answer.
struct Refusal {
  std::string type;  ///< e.g. "ValueError"
  std::string message;
};

/// Backward differentiated once more: what arrives at dx, dweight and dbias, and what it gives for
/// dy, x and weight. Empty where the tensor, or its gradient, is absent.
struct DoubleBackward {
  std::vector<double> ddx, ddweight, ddbias;  ///< inputs
  std::vector<double> d_dy, d_x, d_weight;    ///< outputs
};

/// One call of batch norm and what a published implementation answered, to the bit.
struct TestVector {
  std::string id;      ///< e.g. "bn2d-train-0001"
  std::string title;   ///< one line
  std::string source;  ///< what is shown and where the values come from
  Problem problem;
  Forward<double> forward;
  std::optional<Backward<double>> backward;
  std::optional<DoubleBackward> double_backward;
  std::optional<Refusal> refusal;  ///< if there, all outputs are empty
  Contract contract;               ///< the arithmetic of the implementation that answered
  Dialect dialect;                 ///< its conventions
  std::vector<Flag> flags;
  std::string provenance;  ///< e.g. "PyTorch 2.13.0, cpu, 1 thread, capability default"

  /// Returns the flag of this name; none if the vector does not carry it.
  const Flag* flag(std::string_view name) const;
};

/// Reads one vector and the safetensors file beside it; hashes are not looked at. Throws UsageError
/// that names the file and what is wrong in it.
TestVector read_vector(const std::filesystem::path& json);

/// Reads all vectors of a folder that holds manifest.json, in its order, after every listed file's
/// size and hash have been found right. Throws UsageError as read_vector and verify do.
std::vector<TestVector> read_vectors(const std::filesystem::path& folder);

}  // namespace bncheck::golden

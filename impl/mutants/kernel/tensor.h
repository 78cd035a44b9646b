#pragma once

#include <cstdint>

#include "bn_plugin.h"

namespace mutants {

inline bool is_present(const bn_tensor& tensor) { return tensor.data != nullptr; }

/// Returns the value at this offset from the first one, in elements.
double load(const bn_tensor& tensor, std::int64_t offset);

/// Writes a value, rounded once to the tensor's type, ties to even.
void store(const bn_tensor& tensor, std::int64_t offset, double value);

/// Returns the number that the type has for this one: rounded once, ties to even.
double rounded(double value, bn_dtype dtype);

}  // namespace mutants

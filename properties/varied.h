#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "core/judge.h"
#include "core/oracle.h"
#include "properties/moments.h"

namespace bncheck::properties {

class Trial;

// Problems that a law compares with the one it is given, and the conditions under which such a
// comparison is to the bit.

/// Returns whether the implementation promises the same bits for the same call; without that no
/// two calls can be compared to the bit.
bool is_deterministic(Trial& trial);

/// Returns the problem with dy_i replaced by replaced(channel, values of dy in the channel).
using ReplaceChannel =
    std::function<std::vector<double>(std::int64_t channel, const std::vector<double>& values)>;
Problem with_dy(const Problem& problem, const ReplaceChannel& replaced);

/// Returns whether none is an infinity or a NaN.
bool all_finite(const std::vector<double>& values);

/// Returns the values in the opposite order.
std::vector<double> backwards(const std::vector<double>& values);

/// Returns the problem with x in the opposite order, so that channels change places, and with
/// another weight and eps: what a call between two equal ones may leave behind is wrong for them.
Problem another(const Problem& problem);

/// Judges all that backward returns for equality to the bit.
Judgement judge_same_gradients(const Backward<double>& got, const Backward<double>& expected);

/// Judges the running statistics for equality to the bit.
Judgement judge_same_running(const Forward<double>& got, const Forward<double>& expected);

/// Returns the momentum that gives all weight to the new batch, or with 1 - that, to the old value.
double all_on_new(const Dialect& dialect);

/// Returns the problem as a training, with running statistics 0 and 1 if it has none.
Problem tracked(const Problem& problem);

/// Returns the variance that enters running_var; at least two values.
Ball running_variance(const Moments& batch, const Dialect& dialect);

/// Returns the logical index of value j of a channel.
inline std::size_t index_of(const Shape& shape, std::size_t channel, std::size_t j) {
  return static_cast<std::size_t>(
      shape.index(static_cast<std::int64_t>(channel), static_cast<std::int64_t>(j)));
}

/// Returns `count` images from `first` on as a batch of their own.
Problem images(const Problem& problem, std::int64_t first, std::int64_t count);

/// Returns the values followed by themselves.
std::vector<double> twice(const std::vector<double>& values);

/// Returns the batch followed by itself.
Problem doubled(const Problem& problem);

/// Returns 2^k times the values, or nothing where one of them is not finite or not exact then.
std::optional<std::vector<double>> scaled(const std::vector<double>& values, int k, DType dtype);

/// Returns the values with the opposite sign.
std::vector<double> negated(std::vector<double> values);

/// Writes the values of one channel to their places.
template <class T>
void set_channel(std::vector<T>& tensor, const Shape& shape, std::int64_t channel,
                 const std::vector<T>& values) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    const auto index = shape.index(channel, static_cast<std::int64_t>(j));
    tensor[static_cast<std::size_t>(index)] = values[j];
  }
}

}  // namespace bncheck::properties

#pragma once

#include <cstdint>
#include <vector>

#include "cuda/emulated_launcher.h"
#include "cuda/operations.h"

// Calls of the operations on small tensors, in whatever order of memory.
namespace cuda {

enum class Order { channels_first, channels_last, spaced };

/// (n, c, s)
struct BatchShape {
  std::int64_t n, c, s;
  std::int64_t size() const { return n * c * s; }
};

/// Anything between -1 and 1 that depends on seed and i alone.
double noise(std::uint64_t seed, std::int64_t i);

/// A tensor in memory of its own, so many elements from where it is aligned.
template <class T>
class Buffer {
 public:
  Buffer(const BatchShape& shape, Order order, int offset)
      : lengths_{shape.n, shape.c, shape.s}, strides_(strides_of(shape, order)), offset_(offset) {
    std::int64_t span = offset;
    for (int axis = 0; axis < 3 && shape.size() > 0; ++axis) {
      span += (lengths_[axis] - 1) * strides_[axis];
    }
    memory_.resize(static_cast<std::size_t>(span) / Pack<T>::kCount + 1);
  }

  bn_tensor view() {
    return {memory_.data()->values + offset_, lengths_, strides_.data(), 3,
            sizeof(T) == 8               ? BN_F64
            : sizeof(T) == 4             ? BN_F32
            : std::is_same_v<T, Float16> ? BN_F16
                                         : BN_BF16};
  }
  T& at(std::int64_t n, std::int64_t c, std::int64_t s) {
    const std::int64_t index = offset_ + n * strides_[0] + c * strides_[1] + s * strides_[2];
    return memory_[static_cast<std::size_t>(index / Pack<T>::kCount)]
        .values[index % Pack<T>::kCount];
  }
  /// Calls body(i, value), i in the order (n, c, s).
  template <class Body>
  void for_each(const Body& body) {
    std::int64_t i = 0;
    for (std::int64_t n = 0; n < lengths_[0]; ++n)
      for (std::int64_t c = 0; c < lengths_[1]; ++c)
        for (std::int64_t s = 0; s < lengths_[2]; ++s) body(i++, at(n, c, s));
  }
  void fill(std::uint64_t seed, double center) {
    for_each([&](std::int64_t i, T& value) { value = rounded<T>(center + noise(seed, i)); });
  }

 private:
  static std::vector<std::int64_t> strides_of(const BatchShape& shape, Order order) {
    if (order == Order::channels_first) return {shape.c * shape.s, shape.s, 1};
    if (order == Order::channels_last) return {shape.c * shape.s, 1, shape.c};
    return {shape.c * (2 * shape.s + 1) + 3, 2 * shape.s + 1, 2};
  }

  std::int64_t lengths_[3];
  std::vector<std::int64_t> strides_;
  int offset_;
  std::vector<Pack<T>> memory_;
};

/// A parameter of each channel.
template <class P>
struct Channels {
  std::vector<P> values;
  std::int64_t length, stride = 1;

  Channels(std::int64_t count, double first, double spread = 1) : length(count) {
    for (std::int64_t c = 0; c < count; ++c)
      values.push_back(static_cast<P>(first + spread * noise(9, c)));
  }
  bn_tensor view() {
    return {values.data(), &length, &stride, 1, sizeof(P) == 8 ? BN_F64 : BN_F32};
  }
};

/// Where tensors lie in memory: y and dx may be aligned otherwise, or be x and dy.
struct Placement {
  Order order = Order::channels_first;
  int offset = 0;
  int result_offset = 0;
  bool in_place = false;
};

/// What tensors hold. Ties: every y and every dx lies in the middle between two numbers of its
/// type, or is one, if the number of values of a channel is a multiple of 4.
enum class Values { ordinary, ties };

/// What calls are given beside x and dy, which fill() fills.
template <class T>
struct Setting {
  double eps = 1e-5, weight = 2, bias = 0, mean = 3, var = 2, spread = 1;

  explicit Setting(Values values) : is_tie_(values == Values::ties) {
    if (!is_tie_) return;
    constexpr double kHalf = sizeof(T) == 8               ? 0x1p-53
                             : sizeof(T) == 4             ? 0x1p-24
                             : std::is_same_v<T, Float16> ? 0x1p-11
                                                          : 0x1p-8;  // of the digits' last, at 1
    eps = mean = spread = 0;
    var = 1;
    weight = 1 + 2 * kHalf;
    bias = kHalf;
  }
  void fill(const BatchShape& shape, Buffer<T>& x) const {
    if (!is_tie_) return x.fill(1, 3);
    x.for_each([&](std::int64_t i, T& to) {
      to = rounded<T>(index_in_channel(shape, i) % 2 == 0 ? 1 : -1);
    });
  }
  void fill(const BatchShape& shape, Buffer<T>& x, Buffer<T>& dy) const {
    fill(shape, x);
    if (!is_tie_) return dy.fill(2, 0);
    dy.for_each([&](std::int64_t i, T& to) {
      to = rounded<T>(index_in_channel(shape, i) % 4 < 2 ? 3 : -3);
    });
  }

 private:
  static std::int64_t index_in_channel(const BatchShape& shape, std::int64_t i) {
    return i / (shape.c * shape.s) * shape.s + i % shape.s;
  }

  bool is_tie_;
};

/// All that forward answers: y, running_mean, running_var, save_mean, save_invstd.
template <class T, class Launcher>
std::vector<double> forward(const BatchShape& shape, const Placement& place, bn_mode mode,
                            Launcher& launcher, Values values = Values::ordinary) {
  using P = typename ParameterTypeOf<T>::Type;
  const Setting<T> set(values);
  Buffer<T> x(shape, place.order, place.offset), other(shape, place.order, place.result_offset);
  Buffer<T>& y = place.in_place ? x : other;
  set.fill(shape, x);
  Channels<P> weight(shape.c, set.weight, set.spread), bias(shape.c, set.bias, set.spread),
      running_mean(shape.c, set.mean, set.spread), running_var(shape.c, set.var, set.spread),
      save_mean(shape.c, 0), save_invstd(shape.c, 0);
  bn_forward_args args = {};
  args.struct_size = sizeof args;
  args.mode = mode;
  args.eps = set.eps;
  args.momentum = 0.1;
  args.x = x.view();
  args.y = y.view();
  args.weight = weight.view();
  args.bias = bias.view();
  args.running_mean = running_mean.view();
  args.running_var = running_var.view();
  if (mode == BN_TRAINING) args.save_mean = save_mean.view();
  if (mode == BN_TRAINING) args.save_invstd = save_invstd.view();
  std::vector<Pack<double>> workspace(workspace_of<T>(args, launcher.machine()) / 16 + 1);
  args.workspace = workspace.data();
  run<T>(args, launcher);
  std::vector<double> answer;
  y.for_each([&](std::int64_t, T value) { answer.push_back(to_double(value)); });
  for (const auto* each : {&running_mean, &running_var, &save_mean, &save_invstd})
    answer.insert(answer.end(), each->values.begin(), each->values.end());
  return answer;
}

/// All that backward answers: dx, dweight, dbias.
template <class T, class Launcher>
std::vector<double> backward(const BatchShape& shape, const Placement& place, bn_mode mode,
                             Launcher& launcher, Values values = Values::ordinary) {
  using P = typename ParameterTypeOf<T>::Type;
  const Setting<T> set(values);
  Buffer<T> x(shape, place.order, place.offset), dy(shape, place.order, place.offset),
      other(shape, place.order, place.result_offset);
  Buffer<T>& dx = place.in_place ? dy : other;
  set.fill(shape, x, dy);
  Channels<P> weight(shape.c, set.weight, set.spread), mean(shape.c, set.mean, set.spread),
      var(shape.c, set.var, set.spread), dweight(shape.c, 0), dbias(shape.c, 0);
  bn_backward_args args = {};
  args.struct_size = sizeof args;
  args.mode = mode;
  args.eps = set.eps;
  args.x = x.view();
  args.dy = dy.view();
  args.dx = dx.view();
  args.weight = weight.view();
  args.running_mean = mean.view();
  args.running_var = var.view();
  args.dweight = dweight.view();
  args.dbias = dbias.view();
  std::vector<Pack<double>> workspace(workspace_of<T>(args, launcher.machine()) / 16 + 1);
  args.workspace = workspace.data();
  run<T>(args, launcher);
  std::vector<double> answer;
  dx.for_each([&](std::int64_t, T value) { answer.push_back(to_double(value)); });
  for (const auto* each : {&dweight, &dbias})
    answer.insert(answer.end(), each->values.begin(), each->values.end());
  return answer;
}

}  // namespace cuda

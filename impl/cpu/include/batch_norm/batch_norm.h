#pragma once

#include <cstdint>
#include <span>

/// Batch normalization on the CPU. Every answer in f32, f16 and bf16 is the number nearest to the
/// exact value of the formula, so that its bits depend neither on the number of threads nor on the
/// memory layout or the machine; f64 is computed in double and rounded once. Functions may be
/// called from several threads at a time. They throw std::invalid_argument, before anything is
/// written, if the arguments do not go together.
namespace batch_norm {

enum class Type : std::int32_t { f16 = 1, bf16 = 2, f32 = 3, f64 = 4 };

using Extents = std::span<const std::int64_t>;

/// Memory of the caller's. Axis 1 of x, y and their gradients is the channel, and there are at
/// least two axes; weights, biases and statistics have one, and are f64 beside f64 tensors, else
/// f32. Strides count elements. Without data it is absent; an empty tensor has some, too.
struct Input {
  const void* data = nullptr;
  Type type = Type::f32;
  Extents shape{}, strides{};
};
struct Output {
  void* data = nullptr;
  Type type = Type::f32;
  Extents shape{}, strides{};
};

/// y = (x - mean) / sqrt(var + eps) * weight + bias, by the mean and the variance of each channel.
/// y may be x. The running statistics, both or neither, become
/// (1 - momentum) * running + momentum * batch, with the variance over m - 1. One value in a
/// channel has no variance and is refused; no value at all leaves everything as it is.
struct Training {
  Input x{}, weight{}, bias{};
  Output y{}, running_mean{}, running_var{}, save_mean{}, save_invstd{};
  double eps = 1e-5, momentum = 0.1;
  int threads = 0;  ///< 0: as many as the machine has and the work is worth
};

/// The same by the running statistics.
struct Evaluation {
  Input x{}, weight{}, bias{}, running_mean{}, running_var{};
  Output y{};
  double eps = 1e-5;
  int threads = 0;
};

/// The gradients of sum(dy * y); outputs that are absent are not computed. dx may be dy. With
/// running statistics it is the gradient of an evaluation, else that of training, for which the
/// batch's statistics are computed from x again: saved ones have been rounded.
struct Backward {
  Input dy{}, x{}, weight{}, running_mean{}, running_var{};
  Output dx{}, dweight{}, dbias{};
  double eps = 1e-5;
  int threads = 0;
};

/// The gradients of sum(ddx * dx) + sum(ddweight * dweight) + sum(ddbias * dbias), in which what is
/// absent is zero.
struct DoubleBackward {
  Input dy{}, x{}, weight{}, running_mean{}, running_var{};
  Input ddx{}, ddweight{}, ddbias{};
  Output d_dy{}, d_x{}, d_weight{};
  double eps = 1e-5;
  int threads = 0;
};

void forward(const Training& arguments);
void forward(const Evaluation& arguments);
void backward(const Backward& arguments);
void double_backward(const DoubleBackward& arguments);

}  // namespace batch_norm

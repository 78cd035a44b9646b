#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>

/// Batch normalization on the CPU. Every answer is the number of its type that is nearest to the
/// exact value of the formula, so that its bits depend neither on the number of threads nor on the
/// memory layout or the machine. Where the definition has no value (an input is not finite, or
/// var + eps not positive) y and dx are those of the formula in double, other answers NaN.
///
/// Functions may be called from several threads at a time, and in any floating-point mode. They
/// throw std::invalid_argument, before anything is written, if the arguments do not go together,
/// and std::runtime_error if memory runs out; what was written then is undefined. Threads are
/// started in each call, which pays for large tensors only.
namespace batch_norm {

/// f16 is IEEE's binary16, bf16 the upper half of an f32.
enum class Type : std::int32_t { f16 = 1, bf16 = 2, f32 = 3, f64 = 4 };

using Extents = std::span<const std::int64_t>;

/// Memory of the caller's, whose shape and strides outlive the call. Axis 1 of x, y and their
/// gradients is the channel, and there are at least two axes; weights, biases and statistics have
/// one, and are f64 beside f64 tensors, else f32. Strides count elements, of any sign and, in an
/// input, 0. Without data it is absent, so that an empty tensor needs an address, too. Outputs
/// overlap nothing but where it is said that they may.
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
/// y may be x, with the same strides. save_mean and save_invstd are the mean and
/// 1 / sqrt(var + eps), var over m. The running statistics, both or neither, become
/// (1 - momentum) * running + momentum * batch, with the variance over m - 1. One value in a
/// channel has no variance and is refused; no value at all leaves everything as it is.
struct Training {
  Input x{}, weight{}, bias{};
  Output y{}, running_mean{}, running_var{}, save_mean{}, save_invstd{};
  double eps = 1e-5, momentum = 0.1;
  int threads = 0;              ///< 0: as many as the machine has and the work is worth
  std::span<double> context{};  ///< to be kept for backward: context_size(channels), or none
};

/// The same by the running statistics.
struct Evaluation {
  Input x{}, weight{}, bias{}, running_mean{}, running_var{};
  Output y{};
  double eps = 1e-5;
  int threads = 0;
};

/// The gradients of sum(dy * y); outputs that are absent are not computed. dx may be dy, with the
/// same strides. With running statistics it is the gradient of an evaluation, else that of
/// training. Then the statistics are computed from x again, since saved ones have been rounded; or
/// taken from the context of the forward call, which must have read the very values that x has now
/// (anything else may differ between the calls). The bits are the same, and time is saved.
struct Backward {
  Input dy{}, x{}, weight{}, running_mean{}, running_var{};
  Output dx{}, dweight{}, dbias{};
  double eps = 1e-5;
  int threads = 0;
  std::span<const double> context{};
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

/// Returns how many doubles a context has. Beside f64 tensors they are neither written nor read.
std::size_t context_size(std::int64_t channels);

void forward(const Training& arguments);
void forward(const Evaluation& arguments);
void backward(const Backward& arguments);
void double_backward(const DoubleBackward& arguments);

}  // namespace batch_norm

// The library's functions: they check what the host of a plug-in sees to, and go through its door.
#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>

#include "batch_norm/batch_norm.h"
#include "cpu/rounded/operations.h"

namespace batch_norm {
namespace {

using Named = std::pair<const char*, const bn_tensor&>;

[[noreturn]] void refuse(const std::string& why) {
  throw std::invalid_argument("batch_norm: " + why);
}

template <class Memory>
bn_tensor tensor(const Memory& memory) {
  bn_tensor tensor = {};
  tensor.data = const_cast<void*>(static_cast<const void*>(memory.data));
  tensor.shape = memory.shape.data();
  tensor.strides = memory.strides.data();
  tensor.ndim = static_cast<std::int32_t>(memory.shape.size());
  tensor.dtype = static_cast<std::int32_t>(memory.type);
  if (tensor.data != nullptr && memory.shape.size() != memory.strides.size()) {
    refuse("a tensor needs one stride for each axis of its shape");
  }
  return tensor;
}

void check_x(const bn_tensor& x) {
  if (x.data == nullptr) refuse("x is absent");
  if (x.ndim < 2) refuse("x needs two axes at least, the second one for the channels");
  if (x.dtype < BN_F16 || x.dtype > BN_F64) refuse("x has no type that there is");
  for (std::int32_t axis = 0; axis < x.ndim; ++axis) {
    if (x.shape[axis] < 0) refuse("x has an axis of negative length");
  }
}

/// The tensors must have x's type and shape, if they are there.
void check_like(const bn_tensor& x, std::initializer_list<Named> tensors) {
  for (const auto& [name, tensor] : tensors) {
    if (tensor.data == nullptr) continue;
    const bool same = tensor.dtype == x.dtype && tensor.ndim == x.ndim &&
                      std::equal(x.shape, x.shape + x.ndim, tensor.shape);
    if (!same) refuse(std::string(name) + " needs the type and the shape of x");
  }
}

/// Parameters must have one axis with a value for each channel, if they are there.
void check_parameters(const bn_tensor& x, std::initializer_list<Named> parameters) {
  for (const auto& [name, parameter] : parameters) {
    if (parameter.data == nullptr) continue;
    if (parameter.ndim != 1 || parameter.shape[0] != x.shape[1]) {
      refuse(std::string(name) + " needs one axis, with a value for each channel of x");
    }
    if (parameter.dtype != cpu::parameter_type(x)) {
      refuse(std::string(name) + " needs to be f64 if x is, else f32");
    }
  }
}

template <class Arguments>
Arguments arguments_of(bool training, double eps, int threads) {
  if (threads < 0) refuse("threads is negative");
  Arguments args = {};
  args.struct_size = sizeof args;
  args.mode = training ? BN_TRAINING : BN_EVAL;
  args.device = BN_CPU;
  args.threads = threads;
  args.eps = eps;
  return args;
}

template <class Arguments>
void run(const Arguments& args) {
  switch (cpu::checked_run<cpu::RoundedOperations>(&args)) {
    case BN_OK: return;
    case BN_FAILURE: throw std::runtime_error("batch_norm: " + cpu::failure);
    default: refuse("one value in a channel has no variance; training needs two or none");
  }
}

/// Sets what all operations have.
void set_common(auto& args, const auto& given) {
  args.x = tensor(given.x);
  args.weight = tensor(given.weight);
  args.running_mean = tensor(given.running_mean);
  args.running_var = tensor(given.running_var);
  check_x(args.x);
  check_parameters(args.x, {{"weight", args.weight},
                            {"running_mean", args.running_mean},
                            {"running_var", args.running_var}});
  if ((args.running_mean.data == nullptr) != (args.running_var.data == nullptr)) {
    refuse("running_mean and running_var go together: give both or neither");
  }
}

void set_forward(bn_forward_args& args, const auto& given) {
  set_common(args, given);
  args.bias = tensor(given.bias);
  args.y = tensor(given.y);
  if (args.y.data == nullptr) refuse("y is absent");
  check_like(args.x, {{"y", args.y}});
  check_parameters(args.x, {{"bias", args.bias}});
}

template <class Arguments>
Arguments gradient_arguments(const auto& given) {
  const bool training = given.running_mean.data == nullptr;
  auto args = arguments_of<Arguments>(training, given.eps, given.threads);
  set_common(args, given);
  args.dy = tensor(given.dy);
  if (args.dy.data == nullptr) refuse("dy is absent");
  check_like(args.x, {{"dy", args.dy}});
  return args;
}

}  // namespace

void forward(const Training& given) {
  auto args = arguments_of<bn_forward_args>(true, given.eps, given.threads);
  set_forward(args, given);
  args.momentum = given.momentum;
  args.save_mean = tensor(given.save_mean);
  args.save_invstd = tensor(given.save_invstd);
  check_parameters(args.x, {{"save_mean", args.save_mean}, {"save_invstd", args.save_invstd}});
  run(args);
}

void forward(const Evaluation& given) {
  auto args = arguments_of<bn_forward_args>(false, given.eps, given.threads);
  set_forward(args, given);
  if (args.running_mean.data == nullptr) refuse("evaluation needs running_mean and running_var");
  run(args);
}

void backward(const Backward& given) {
  auto args = gradient_arguments<bn_backward_args>(given);
  args.dx = tensor(given.dx);
  args.dweight = tensor(given.dweight);
  args.dbias = tensor(given.dbias);
  check_like(args.x, {{"dx", args.dx}});
  check_parameters(args.x, {{"dweight", args.dweight}, {"dbias", args.dbias}});
  run(args);
}

void double_backward(const DoubleBackward& given) {
  auto args = gradient_arguments<bn_double_backward_args>(given);
  args.ddx = tensor(given.ddx);
  args.ddweight = tensor(given.ddweight);
  args.ddbias = tensor(given.ddbias);
  args.d_dy = tensor(given.d_dy);
  args.d_x = tensor(given.d_x);
  args.d_weight = tensor(given.d_weight);
  check_like(args.x, {{"ddx", args.ddx}, {"d_dy", args.d_dy}, {"d_x", args.d_x}});
  check_parameters(
      args.x, {{"ddweight", args.ddweight}, {"ddbias", args.ddbias}, {"d_weight", args.d_weight}});
  run(args);
}

}  // namespace batch_norm

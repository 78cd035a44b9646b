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
bn_tensor tensor(const Memory& memory, const char* name) {
  bn_tensor tensor = {};
  tensor.data = const_cast<void*>(static_cast<const void*>(memory.data));
  tensor.shape = memory.shape.data();
  tensor.strides = memory.strides.data();
  tensor.ndim = static_cast<std::int32_t>(memory.shape.size());
  tensor.dtype = static_cast<std::int32_t>(memory.type);
  if (tensor.data != nullptr && memory.shape.size() != memory.strides.size()) {
    refuse(std::string(name) + " needs one stride for each axis of its shape");
  }
  return tensor;
}

void check_x(const bn_tensor& x) {
  if (x.data == nullptr) refuse("x has no data; an empty tensor needs an address, too");
  if (x.ndim < 2) refuse("x needs two axes at least, the second one for the channels");
  if (x.dtype < BN_F16 || x.dtype > BN_F64) refuse("the type of x is not one of Type's");
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
    if (parameter.dtype != arguments::parameter_type(x)) {
      refuse(std::string(name) + " must be f64 where x is, and f32 beside all other x");
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
void run(const Arguments& args, const cpu::RoundedOperations& operations = {}) {
  switch (cpu::checked_run(operations, &args)) {
    case BN_OK: return;
    case BN_FAILURE: throw std::runtime_error("batch_norm: " + cpu::failure);
    default: refuse("one value in a channel has no variance; training needs two or none");
  }
}

/// An output may take the place of one input, if it lies as that does, and of no other.
void check_places(const Named& output, const Named* place, std::initializer_list<Named> others) {
  const bn_tensor& to = output.second;
  if (to.data == nullptr) return;
  for (const auto& [name, other] : others) {
    if (to.data == other.data) refuse(std::string(output.first) + " overwrites " + name);
  }
  if (place != nullptr && to.data == place->second.data) {
    const bn_tensor& from = place->second;
    if (std::equal(to.strides, to.strides + to.ndim, from.strides)) return;
    refuse(std::string(output.first) + " may be " + place->first + " with the same strides only");
  }
}

void check_context(const bn_tensor& x, std::size_t size) {
  const std::size_t wanted = context_size(x.shape[1]);
  if (size != 0 && size != wanted) {
    refuse("context needs " + std::to_string(wanted) + " doubles, context_size(channels)");
  }
}

/// Sets what all operations have.
void set_common(auto& args, const auto& given) {
  args.x = tensor(given.x, "x");
  args.weight = tensor(given.weight, "weight");
  args.running_mean = tensor(given.running_mean, "running_mean");
  args.running_var = tensor(given.running_var, "running_var");
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
  args.bias = tensor(given.bias, "bias");
  args.y = tensor(given.y, "y");
  if (args.y.data == nullptr) refuse("y is absent");
  check_like(args.x, {{"y", args.y}});
  const Named x = {"x", args.x};
  check_places({"y", args.y}, &x, {});
  check_parameters(args.x, {{"bias", args.bias}});
}

template <class Arguments>
Arguments gradient_arguments(const auto& given) {
  const bool training = given.running_mean.data == nullptr;
  auto args = arguments_of<Arguments>(training, given.eps, given.threads);
  set_common(args, given);
  args.dy = tensor(given.dy, "dy");
  if (args.dy.data == nullptr) refuse("dy is absent");
  check_like(args.x, {{"dy", args.dy}});
  return args;
}

}  // namespace

std::size_t context_size(std::int64_t channels) {
  if (channels < 0) refuse("there cannot be fewer channels than none");
  return static_cast<std::size_t>(channels) * cpu::rounded::kContext;
}

void forward(const Training& given) {
  auto args = arguments_of<bn_forward_args>(true, given.eps, given.threads);
  set_forward(args, given);
  args.momentum = given.momentum;
  args.save_mean = tensor(given.save_mean, "save_mean");
  args.save_invstd = tensor(given.save_invstd, "save_invstd");
  check_parameters(args.x, {{"save_mean", args.save_mean}, {"save_invstd", args.save_invstd}});
  check_context(args.x, given.context.size());
  if (!given.context.empty() && args.y.data == args.x.data) {
    refuse("a context is of x, which y overwrites here");
  }
  run(args, {.kept = given.context.data()});
}

void forward(const Evaluation& given) {
  auto args = arguments_of<bn_forward_args>(false, given.eps, given.threads);
  set_forward(args, given);
  if (args.running_mean.data == nullptr) refuse("evaluation needs running_mean and running_var");
  run(args);
}

void backward(const Backward& given) {
  auto args = gradient_arguments<bn_backward_args>(given);
  args.dx = tensor(given.dx, "dx");
  args.dweight = tensor(given.dweight, "dweight");
  args.dbias = tensor(given.dbias, "dbias");
  check_like(args.x, {{"dx", args.dx}});
  const Named dy = {"dy", args.dy};
  check_places({"dx", args.dx}, &dy, {{"x", args.x}});
  check_parameters(args.x, {{"dweight", args.dweight}, {"dbias", args.dbias}});
  check_context(args.x, given.context.size());
  if (!given.context.empty() && args.mode == BN_EVAL) {
    refuse("a context is of training; backward of an evaluation takes none");
  }
  run(args, {.context = given.context.data()});
}

void double_backward(const DoubleBackward& given) {
  auto args = gradient_arguments<bn_double_backward_args>(given);
  args.ddx = tensor(given.ddx, "ddx");
  args.ddweight = tensor(given.ddweight, "ddweight");
  args.ddbias = tensor(given.ddbias, "ddbias");
  args.d_dy = tensor(given.d_dy, "d_dy");
  args.d_x = tensor(given.d_x, "d_x");
  args.d_weight = tensor(given.d_weight, "d_weight");
  check_like(args.x, {{"ddx", args.ddx}, {"d_dy", args.d_dy}, {"d_x", args.d_x}});
  for (const Named& output : {Named{"d_dy", args.d_dy}, Named{"d_x", args.d_x}}) {
    check_places(output, nullptr, {{"dy", args.dy}, {"x", args.x}, {"ddx", args.ddx}});
  }
  check_parameters(
      args.x, {{"ddweight", args.ddweight}, {"ddbias", args.ddbias}, {"d_weight", args.d_weight}});
  run(args);
}

}  // namespace batch_norm

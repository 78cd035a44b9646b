// oneDNN's batch normalization through its C++ API (version 2): `bncheck verify onednn`. Channels
// first and channels last reach the kernels where they lie, other strides through a copy. oneDNN
// saves the variance and keeps no running statistics. Backward is given the mean and the variance
// that its own forward computes from x again.
#include <omp.h>

#include <exception>
#include <string>

#include "onednn_tensor.h"

namespace {

using dnnl::batch_normalization_backward;
using dnnl::batch_normalization_forward;
using dnnl::normalization_flags;
using dnnl::prop_kind;

thread_local std::string failure;

const dnnl::engine& engine() {
  static const dnnl::engine cpu(dnnl::engine::kind::cpu, 0);
  return cpu;
}

/// Describes the tensor in the memory order of x, or in channels first where x has another. Without
/// spatial axes both are the same, and channels last has the faster kernels.
dnnl::memory::desc describe(const bn_tensor& given) {
  const Shaped shaped(given);
  const bn_tensor& x = shaped.get();
  const auto last = dense_strides(x, true), first = dense_strides(x, false);
  const bool is_last = given.ndim == 2 || (has_strides(x, last) && !has_strides(x, first));
  const auto type =
      x.dtype == BN_F32 ? dnnl::memory::data_type::f32 : dnnl::memory::data_type::bf16;
  return {{x.shape, x.shape + x.ndim}, type, is_last ? last : first};
}

/// Throws dnnl::error where oneDNN has no kernel.
batch_normalization_forward::primitive_desc forward_kernel(const bn_tensor& x, prop_kind kind,
                                                           double eps, normalization_flags flags) {
  return {{kind, describe(x), static_cast<float>(eps), flags}, engine()};
}

template <class Args>
normalization_flags flags_of(const Args& args, bool scales, bool shifts) {
  auto flags = normalization_flags::none;
  if (scales) flags = flags | normalization_flags::use_scale;
  if (shifts) flags = flags | normalization_flags::use_shift;
  return args.mode == BN_EVAL ? flags | normalization_flags::use_global_stats : flags;
}

batch_normalization_forward::primitive_desc kernel_of(const bn_forward_args& args) {
  const prop_kind kind =
      args.mode == BN_EVAL ? prop_kind::forward_inference : prop_kind::forward_training;
  const auto flags = flags_of(args, args.weight.data != nullptr, args.bias.data != nullptr);
  return forward_kernel(args.x, kind, args.eps, flags);
}

/// Of backward's forward; no gradient depends on the bias, so that one is always there.
batch_normalization_forward::primitive_desc kernel_of(const bn_backward_args& args) {
  const bool scales = args.weight.data != nullptr || args.dweight.data != nullptr;
  return forward_kernel(args.x, prop_kind::forward_training, args.eps,
                        flags_of(args, scales, true));
}

void execute(const dnnl::primitive& primitive,
             const std::unordered_map<int, dnnl::memory>& arguments) {
  dnnl::stream stream(engine());
  primitive.execute(stream, arguments);
  stream.wait();
}

void run(const bn_forward_args& args) {
  const auto kernel = kernel_of(args);
  const std::int64_t channels = args.x.shape[1];
  const bool trains = args.mode == BN_TRAINING;
  const Tensor x(args.x, kernel.src_desc(), engine()), y(args.y, kernel.dst_desc(), engine());
  Channels mean(trains ? args.save_mean : args.running_mean, channels, 0);
  Channels variance(trains ? args.save_invstd : args.running_var, channels, 1);
  Channels weight(args.weight, channels, 1), bias(args.bias, channels, 0);
  if (!trains) mean.read(), variance.read();
  x.read();
  execute(batch_normalization_forward(kernel), {{DNNL_ARG_SRC, x.memory()},
                                                {DNNL_ARG_DST, y.memory()},
                                                {DNNL_ARG_MEAN, mean.memory(engine())},
                                                {DNNL_ARG_VARIANCE, variance.memory(engine())},
                                                {DNNL_ARG_SCALE, weight.read().memory(engine())},
                                                {DNNL_ARG_SHIFT, bias.read().memory(engine())}});
  y.write_back();
  if (trains) mean.write_back(), variance.write_back();
}

void run(const bn_backward_args& args) {
  const auto forward = kernel_of(args);
  const auto described = forward.src_desc();
  const batch_normalization_backward::primitive_desc kernel(
      {prop_kind::backward, described, described, static_cast<float>(args.eps),
       flags_of(args, args.weight.data != nullptr || args.dweight.data != nullptr, true)},
      engine(), forward);
  const std::int64_t channels = args.x.shape[1];
  const bool trains = args.mode == BN_TRAINING;
  const Tensor x(args.x, described, engine()), dy(args.dy, described, engine());
  const Tensor dx(args.dx, described, engine());
  Channels mean(args.running_mean, channels, 0), variance(args.running_var, channels, 1);
  Channels weight(args.weight, channels, 1), bias(bn_tensor{}, channels, 0);
  Channels dweight(args.dweight, channels, 0), dbias(args.dbias, channels, 0);
  if (!trains) mean.read(), variance.read();
  x.read(), dy.read();
  std::unordered_map<int, dnnl::memory> arguments{{DNNL_ARG_SRC, x.memory()},
                                                  {DNNL_ARG_DST, dnnl::memory(described, engine())},
                                                  {DNNL_ARG_MEAN, mean.memory(engine())},
                                                  {DNNL_ARG_VARIANCE, variance.memory(engine())},
                                                  {DNNL_ARG_SCALE, weight.read().memory(engine())},
                                                  {DNNL_ARG_SHIFT, bias.memory(engine())},
                                                  {DNNL_ARG_DIFF_DST, dy.memory()},
                                                  {DNNL_ARG_DIFF_SRC, dx.memory()},
                                                  {DNNL_ARG_DIFF_SCALE, dweight.memory(engine())},
                                                  {DNNL_ARG_DIFF_SHIFT, dbias.memory(engine())}};
  if (trains) execute(batch_normalization_forward(forward), arguments);
  execute(batch_normalization_backward(kernel), arguments);
  dx.write_back(), dweight.write_back(), dbias.write_back();
}

/// Returns whether oneDNN has the types, the number of axes, and values to normalize.
template <class Args>
bool is_expressible(const Args& args) {
  if (args.struct_size < offsetof(Args, workspace) || args.device != BN_CPU) return false;
  if (args.x.dtype != BN_F32 && args.x.dtype != BN_BF16) return false;
  for (std::int32_t axis = 0; axis < args.x.ndim; ++axis) {
    if (args.x.shape[axis] == 0) return false;
  }
  for (const bn_tensor& each : {args.weight, args.running_mean, args.running_var}) {
    if (each.data != nullptr && each.dtype != BN_F32) return false;
  }
  // What training would update, oneDNN does not have.
  return args.x.ndim <= 5 && (args.mode == BN_EVAL || args.running_mean.data == nullptr ||
                              sizeof(Args) == sizeof(bn_backward_args));
}

template <class Args>
bn_status supports(const Args* args) {
  if (!is_expressible(*args)) return BN_UNSUPPORTED;
  try {
    kernel_of(*args);
    return BN_OK;
  } catch (const std::exception&) {
    return BN_UNSUPPORTED;  // no kernel for this type on this processor
  }
}

template <class Args>
bn_status checked_run(const Args* args) {
  if (supports(args) != BN_OK) return BN_UNSUPPORTED;
  if (args->mode == BN_EVAL && args->running_mean.data == nullptr) return BN_INVALID_ARGUMENT;
  omp_set_num_threads(args->threads > 0 ? args->threads : omp_get_num_procs());
  try {
    run(*args);
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

// Kernels differ by processor and memory order: any order of sums, either form of the last step.
// The instruction that rounds to bf16 (VCVTNEPS2BF16) takes subnormals for 0, and makes none.
bn_status contract(const bn_forward_args* args, bn_contract* contract) {
  contract->variance = BN_TWO_PASS;
  contract->backward_statistics = BN_RECOMPUTED;
  contract->flags = BN_DETERMINISTIC | (args->x.dtype == BN_BF16 ? BN_FLUSHES_SUBNORMALS : 0);
  return BN_OK;
}

const char* last_error() { return failure.c_str(); }

bn_plugin described() {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = "onednn";
  plugin.version = DNNL_VERSION_TEXT;
  plugin.dialect = "onednn";
  plugin.contract = contract;
  plugin.supports = supports<bn_forward_args>;
  plugin.forward = checked_run<bn_forward_args>;
  plugin.backward = checked_run<bn_backward_args>;
  plugin.last_error = last_error;
  return plugin;
}

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = described();
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

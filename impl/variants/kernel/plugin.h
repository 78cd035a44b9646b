#pragma once

#include "kernel/backward.h"
#include "kernel/forward.h"
#include "kernel/plain.h"

// The door of every variant. A variant is one file: a type V that derives from Plain, and
// BN_VARIANT(V). The build gives its name, BN_VARIANT_NAME.
//
// The build may also give BN_LIE, statements that change what a variant declares, and nothing of
// what it does: the tests show that bncheck notices.
namespace variants {

inline std::int64_t values_per_channel(const bn_tensor& x) {
  std::int64_t count = x.shape[0];
  for (std::int32_t axis = 2; axis < x.ndim; ++axis) count *= x.shape[axis];
  return count;
}

/// Whether the processor has the instructions that this file was compiled to.
inline bool processor_suffices() {
#if defined(__FMA__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#elif defined(__AVX2__)
  return __builtin_cpu_supports("avx2");
#else
  return true;
#endif
}

/// f64 tensors come with f64 parameters, all others with f32 ones.
template <class V, class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < offsetof(Args, workspace) || args->device != BN_CPU)
    return BN_UNSUPPORTED;
  if (args->mode != BN_TRAINING && args->mode != BN_EVAL) return BN_UNSUPPORTED;
  if (args->x.dtype < BN_F16 || args->x.dtype > BN_F64) return BN_UNSUPPORTED;
  const std::int32_t parameters = args->x.dtype == BN_F64 ? BN_F64 : BN_F32;
  const auto is = [](const bn_tensor& tensor, std::int32_t dtype) {
    return tensor.data == nullptr || tensor.dtype == dtype;
  };
  const bool fit = is(args->weight, parameters) && is(args->running_mean, parameters);
  return fit && processor_suffices() && V::supports(args->x.dtype) ? BN_OK : BN_UNSUPPORTED;
}

template <class V, class W>
void run(const bn_forward_args& args, std::int64_t channel, std::int64_t m) {
  if (m > 0) forward_channel<V, W>(args, channel, m);
}
template <class V, class W>
void run(const bn_backward_args& args, std::int64_t channel, std::int64_t m) {
  backward_channel<V, W>(args, channel, m);
}

/// Training needs two values per channel (or none, in an empty batch), evaluation the running
/// statistics, and training's backward what forward saved.
template <class V>
bool is_defined(const bn_forward_args& args, std::int64_t m) {
  return args.mode == BN_TRAINING ? m != 1 : args.running_mean.data && args.running_var.data;
}
template <class V>
bool is_defined(const bn_backward_args& args, std::int64_t m) {
  if (args.mode != BN_TRAINING) return args.running_mean.data && args.running_var.data;
  return m != 1 && (V::kRecomputes || (args.save_mean.data && args.save_invstd.data));
}

/// Refuses what is not supported, then what is not defined, and only then writes.
template <class V, class Args>
bn_status call(const Args* args) {
  if (supports<V>(args) != BN_OK) return BN_UNSUPPORTED;
  const std::int64_t m = values_per_channel(args->x);
  if (!is_defined<V>(*args, m)) return BN_INVALID_ARGUMENT;
  try {
    [[maybe_unused]] const typename V::Mode mode;
    for (std::int64_t c = 0; c < args->x.shape[1]; ++c) {
      args->x.dtype == BN_F64 ? run<V, double>(*args, c, m) : run<V, float>(*args, c, m);
    }
    return BN_OK;
  } catch (...) {  // no memory
    return BN_FAILURE;
  }
}

template <class V>
bn_status contract(const bn_forward_args* args, bn_contract* contract) {
  V::declare(*contract, {values_per_channel(args->x), args->threads, args->x.dtype == BN_F64});
#if defined(BN_LIE)
  BN_LIE;
#endif
  return BN_OK;
}

template <class V>
bn_plugin described() {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = BN_VARIANT_NAME;
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = contract<V>;
  plugin.supports = supports<V, bn_forward_args>;
  plugin.forward = call<V, bn_forward_args>;
  plugin.backward = call<V, bn_backward_args>;
  return plugin;
}

template <class V>
const bn_plugin* entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = described<V>();
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

}  // namespace variants

#define BN_VARIANT(V) \
  const bn_plugin* bn_plugin_entry(std::uint32_t version) { return variants::entry<V>(version); }

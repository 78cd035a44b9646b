#pragma once

// The door of the plug-ins cpu and fast: arguments are checked here, and nowhere else.
#include <cfenv>
#include <cstddef>
#include <exception>
#include <initializer_list>
#include <string>

#include "arguments.h"
#include "batch_norm.h"
#include "kernels.h"
#include "partition.h"
#include "tensor.h"

namespace cpu {

inline thread_local std::string failure;

template <class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < offsetof(Args, workspace)) return BN_UNSUPPORTED;
  if (args->device != BN_CPU) return BN_UNSUPPORTED;
  return arguments::has_known_mode_and_type(*args) ? BN_OK : BN_UNSUPPORTED;
}

/// Answers an empty batch: sums over nothing are zero, and no statistic moves.
inline void set_zero(std::initializer_list<bn_tensor> sums) {
  for (const bn_tensor& tensor : sums) {
    const Parameter sum(tensor);
    for (std::int64_t c = 0; sum.present() && c < tensor.shape[0]; ++c) sum.set(c, 0);
  }
}
inline void answer_empty(const bn_forward_args&) {}
inline void answer_empty(const bn_backward_args& args) { set_zero({args.dweight, args.dbias}); }
inline void answer_empty(const bn_double_backward_args& args) { set_zero({args.d_weight}); }

template <class Operations, class Args>
void run_type(const Operations& operations, const Args& args) {
  switch (args.x.dtype) {
    case BN_F16: return operations.template run<Float16>(args);
    case BN_BF16: return operations.template run<BFloat16>(args);
    case BN_F32: return operations.template run<float>(args);
    default: return operations.template run<double>(args);
  }
}

/// Rounding to nearest, subnormals and no traps, for as long as it lives; threads that are started
/// inherit it.
class DefaultArithmetic {
 public:
  DefaultArithmetic() {
    std::fegetenv(&before_);
    std::fesetenv(FE_DFL_ENV);
  }
  DefaultArithmetic(const DefaultArithmetic&) = delete;
  DefaultArithmetic& operator=(const DefaultArithmetic&) = delete;
  ~DefaultArithmetic() { std::fesetenv(&before_); }

 private:
  std::fenv_t before_;
};

/// Runs after all checks, so that a refusal comes before anything is written; throws nothing.
template <class Operations, class Args>
bn_status checked_run(const Operations& operations, const Args* args) {
  if (supports(args) != BN_OK || !arguments::has_types(*args)) return BN_UNSUPPORTED;
  if (!arguments::is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    const DefaultArithmetic arithmetic;
    Shape(args->x).values() == 0 ? answer_empty(*args) : run_type(operations, *args);
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

/// Double arithmetic, the same whatever the type, rounded once.
inline bn_contract double_contract(const bn_forward_args& args) {
  bn_contract contract = {};
  const std::int64_t height = Partition(Shape(args.x)).height();
  contract.struct_size = sizeof contract;
  contract.element = BN_F64;
  contract.accumulator = BN_F64;
  contract.stored = BN_F64;
  contract.applied = BN_F64;
  contract.variance = BN_TWO_PASS;
  contract.apply = BN_DIRECT;
  contract.summation = BN_TREE;
  contract.summation_height = static_cast<std::int32_t>(std::min<std::int64_t>(height, INT32_MAX));
  contract.backward_statistics = BN_RECOMPUTED;
  contract.flags =
      BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
  return contract;
}

inline const char* last_error() { return failure.c_str(); }

/// Operations has run<T>(args) for the arguments of each operation, and contract(args).
template <class Operations>
bn_plugin plugin_of(const char* name) {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = name;
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = [](const bn_forward_args* args, bn_contract* contract) {
    *contract = Operations::contract(*args);
    return BN_OK;
  };
  plugin.supports = supports<bn_forward_args>;
  plugin.forward = [](const bn_forward_args* args) { return checked_run(Operations(), args); };
  plugin.backward = [](const bn_backward_args* args) { return checked_run(Operations(), args); };
  plugin.double_backward = [](const bn_double_backward_args* args) {
    return checked_run(Operations(), args);
  };
  plugin.last_error = last_error;
  return plugin;
}

}  // namespace cpu

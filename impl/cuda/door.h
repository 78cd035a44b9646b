#pragma once

// The door of the plug-ins of CUDA kernels: arguments are checked here, and nowhere else.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>

#include "arguments.h"
#include "cuda/operations.h"

namespace cuda {

inline thread_local std::string failure;

template <class... Tensors>
bool have_geometry(const Tensors&... tensors) {
  return (geometry_of(tensors).has_value() && ...);
}
inline bool have_geometry(const bn_forward_args& args) { return have_geometry(args.x, args.y); }
inline bool have_geometry(const bn_backward_args& args) {
  return have_geometry(args.dy, args.x, args.dx);
}

/// Calls function<T>() for the type of x.
template <class Function>
auto with_type(const bn_tensor& x, const Function& function) {
  switch (x.dtype) {
    case BN_F16: return function(Float16());
    case BN_BF16: return function(BFloat16());
    case BN_F32: return function(float());
    default: return function(double());
  }
}

/// Device has kDevice, kPiece, kMostValues (of all channels together), machines(), a list of those
/// that a call may run on, and launcher(stream). Operations has run<T>(args, launcher),
/// workspace_of<T>(args, machine) and contract(args, piece).
template <class Device, class Args>
bn_status supports(const Args* args) {
  if (args->struct_size < sizeof(Args) || args->device != Device::kDevice) return BN_UNSUPPORTED;
  if (!arguments::has_known_mode_and_type(*args)) return BN_UNSUPPORTED;
  const bool is_known =
      have_geometry(*args) && extent_of(args->x, 1, 1).has_value() &&
      arguments::values_per_channel(args->x) * args->x.shape[1] <= Device::kMostValues;
  return is_known ? BN_OK : BN_UNSUPPORTED;
}

/// Nothing is asked for where there is no device: the call will say so.
template <class Device, class Operations, class Args>
std::size_t workspace(const Args* args) try {
  if (supports<Device>(args) != BN_OK) return 0;
  std::size_t most = 0;
  for (const Machine& machine : Device::machines()) {
    most = std::max(most, with_type(args->x, [&](auto type) {
                      return Operations::template workspace_of<decltype(type)>(*args, machine);
                    }));
  }
  return most;
} catch (const std::exception&) {
  return 0;
}

/// Runs after all checks, so that a refusal comes before anything is written; throws nothing.
template <class Device, class Operations, class Args>
bn_status checked_run(const Args* args) {
  if (supports<Device>(args) != BN_OK || !arguments::has_types(*args)) return BN_UNSUPPORTED;
  if (!arguments::is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    if (args->workspace_size < workspace<Device, Operations>(args)) {
      throw std::invalid_argument("the workspace is smaller than was asked for");
    }
    auto launcher = Device::launcher(args->stream);
    with_type(args->x,
              [&](auto type) { Operations::template run<decltype(type)>(*args, launcher); });
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

/// Counts the additions on the longest path to a sum over a channel: within a lane, among the
/// lanes, and among the pieces, each of which brings a product and two terms.
inline std::int64_t height_of(std::int64_t values, std::uint32_t piece) {
  constexpr std::int64_t kLanes = 32, kTree = 5, kPerPiece = 3;
  const auto divided_up = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
  const std::int64_t of_piece = divided_up(std::min<std::int64_t>(values, piece), kLanes) + kTree;
  return of_piece + kPerPiece + divided_up(divided_up(values, piece), kLanes) + kTree;
}

/// Double arithmetic, the same whatever the type, rounded once.
struct DoubleOperations {
  template <class T, class Args, class Launcher>
  static void run(const Args& args, Launcher& launcher) {
    cuda::run<T>(args, launcher);
  }
  template <class T, class Args>
  static std::size_t workspace_of(const Args& args, const Machine& machine) {
    return cuda::workspace_of<T>(args, machine);
  }

  static bn_contract contract(const bn_forward_args& args, std::uint32_t piece) {
    const std::int64_t height = height_of(arguments::values_per_channel(args.x), piece);
    bn_contract contract = {};
    contract.struct_size = sizeof contract;
    contract.element = contract.accumulator = contract.stored = contract.applied = BN_F64;
    contract.variance = BN_TWO_PASS;
    contract.apply = BN_DIRECT;
    contract.summation = BN_TREE;
    contract.summation_height =
        static_cast<std::int32_t>(std::min<std::int64_t>(height, INT32_MAX));
    contract.backward_statistics = BN_RECOMPUTED;
    contract.flags =
        BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE | BN_DOUBLE_PARAMETERS;
    return contract;
  }
};

template <class Device, class Operations>
bn_plugin plugin_of(const char* name) {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = name;
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = [](const bn_forward_args* args, bn_contract* contract) {
    *contract = Operations::contract(*args, Device::kPiece);
    return BN_OK;
  };
  plugin.supports = supports<Device, bn_forward_args>;
  plugin.forward = checked_run<Device, Operations, bn_forward_args>;
  plugin.backward = checked_run<Device, Operations, bn_backward_args>;
  plugin.last_error = [] { return failure.c_str(); };
  plugin.device = Device::kDevice;
  plugin.forward_workspace = workspace<Device, Operations, bn_forward_args>;
  plugin.backward_workspace = workspace<Device, Operations, bn_backward_args>;
  return plugin;
}

}  // namespace cuda

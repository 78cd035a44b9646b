// PyTorch's batch norm through its C++ library, the operators that torch.py calls, without Python:
// `bncheck verify libtorch`, where it was built (docs/adding.md). Tensors are PyTorch's views of
// the host's memory. Forward writes its outputs there. Backward has no such form, and PyTorch's
// allocator is asked for dx's memory once: it is handed that of the host.
#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/native_batch_norm.h>
#include <ATen/ops/native_batch_norm_backward.h>
#include <c10/core/InferenceMode.h>
#include <torch/version.h>

#include <exception>
#include <optional>
#include <string>

#include "bn_plugin.h"
#include "libtorch_place.h"

namespace {

thread_local std::string failure;

at::Tensor view(const bn_tensor& given) {
  const auto axes = static_cast<std::size_t>(given.ndim);
  return at::from_blob(given.data, {given.shape, axes}, {given.strides, axes},
                       given.dtype == BN_F64 ? at::kDouble : at::kFloat);
}

std::optional<at::Tensor> optional_view(const bn_tensor& given) {
  if (given.data == nullptr) return std::nullopt;
  return view(given);
}

/// A parameter of stride 1: PyTorch 2.13's backward takes them for that where x is channels last or
/// has no spatial axes (docs/findings.md).
std::optional<at::Tensor> dense_view(const bn_tensor& given) {
  if (given.data == nullptr) return std::nullopt;
  return view(given).contiguous();
}

/// An output that the host may not want: the operator writes one in any case.
at::Tensor output_view(const bn_tensor& given, const at::Tensor& x) {
  return given.data == nullptr ? at::empty({0}, x.options()) : view(given);
}

void copy_out(const bn_tensor& wanted, const at::Tensor& from) {
  if (wanted.data != nullptr) view(wanted).copy_(from);
}

void run(const bn_forward_args& args) {
  const at::Tensor x = view(args.x);
  const bool trains = args.mode == BN_TRAINING;
  const auto weight = optional_view(args.weight), bias = optional_view(args.bias);
  const auto running_mean = optional_view(args.running_mean);
  const auto running_var = optional_view(args.running_var);
  // The form with outputs of the caller's is right for dense tensors alone (docs/findings.md).
  if (has_place(args.y, x)) {
    at::Tensor y = view(args.y);
    at::Tensor mean = output_view(args.save_mean, x), invstd = output_view(args.save_invstd, x);
    at::native_batch_norm_out(y, mean, invstd, x, weight, bias, running_mean, running_var, trains,
                              args.momentum, args.eps);
    return;
  }
  const auto [y, mean, invstd] = at::native_batch_norm(x, weight, bias, running_mean, running_var,
                                                       trains, args.momentum, args.eps);
  copy_out(args.y, y);
  copy_out(args.save_mean, mean);
  copy_out(args.save_invstd, invstd);
}

void run(const bn_backward_args& args) {
  const at::Tensor x = view(args.x);
  at::Tensor dy = view(args.dy);
  // The operator does not tell the layout of dy from that of x in every case (docs/findings.md).
  if (dy.strides() != x.strides()) dy = at::empty_like(x).copy_(dy);
  const auto placed = has_place(args.dx, x) ? std::optional<Place>(args.dx) : std::nullopt;
  const auto [given_dx, dweight, dbias] = at::native_batch_norm_backward(
      dy, x, dense_view(args.weight), dense_view(args.running_mean), dense_view(args.running_var),
      dense_view(args.save_mean), dense_view(args.save_invstd), args.mode == BN_TRAINING, args.eps,
      {args.dx.data != nullptr, args.dweight.data != nullptr, args.dbias.data != nullptr});
  if (!lies_in(given_dx, args.dx)) copy_out(args.dx, given_dx);
  copy_out(args.dweight, dweight);
  copy_out(args.dbias, dbias);
}

std::int64_t values_per_channel(const bn_tensor& x) {
  std::int64_t m = x.shape[0];
  for (std::int32_t axis = 2; axis < x.ndim; ++axis) m *= x.shape[axis];
  return m;
}

bn_status supports(const bn_forward_args* args) {
  const bool is_known = args->struct_size >= offsetof(bn_forward_args, workspace);
  if (!is_known || args->device != BN_CPU) return BN_UNSUPPORTED;
  if (args->x.dtype != BN_F32 && args->x.dtype != BN_F64) return BN_UNSUPPORTED;
  for (const bn_tensor& each : {args->weight, args->bias, args->running_mean}) {
    if (each.data != nullptr && each.dtype != args->x.dtype) return BN_UNSUPPORTED;
  }
  return BN_OK;
}

/// What PyTorch does around the operator: torch::nn::functional::batch_norm refuses one value per
/// channel, and at::batch_norm leaves an empty batch and its statistics as they are.
template <class Args>
bn_status checked_run(const Args* args) {
  const std::int64_t m = values_per_channel(args->x);
  if constexpr (std::is_same_v<Args, bn_forward_args>) {
    if (supports(args) != BN_OK) return BN_UNSUPPORTED;
    if (args->mode == BN_TRAINING && m == 1) return BN_INVALID_ARGUMENT;
  }
  try {
    const c10::InferenceMode no_gradients;
    // As torch.py: the order of sums depends on the number of threads.
    at::set_num_threads(args->threads > 0 ? args->threads : 1);
    if (m * args->x.shape[1] > 0) {
      run(*args);
    } else if constexpr (std::is_same_v<Args, bn_backward_args>) {
      // The operator divides by the number of values: SIGFPE.
      if (args->dweight.data != nullptr) view(args->dweight).zero_();
      if (args->dbias.data != nullptr) view(args->dbias).zero_();
    }
    return BN_OK;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

/// What torch.py declares, for the same reasons.
bn_status contract(const bn_forward_args* args, bn_contract* contract) {
  const bool has_kernel =
      is_dense(args->x, false) || (is_dense(args->x, true) && args->x.ndim >= 4);
  contract->element = contract->accumulator = args->x.dtype;
  contract->stored = contract->applied = args->x.dtype;
  contract->variance = BN_TWO_PASS;
  contract->apply = has_kernel ? BN_FOLDED : BN_DIRECT;
  contract->backward_statistics = BN_SAVED;
  contract->flags = BN_DETERMINISTIC | (args->x.dtype == BN_F64 ? BN_DOUBLE_PARAMETERS : 0);
  return BN_OK;
}

const char* last_error() { return failure.c_str(); }

bn_plugin described() {
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = "libtorch";
  plugin.version = TORCH_VERSION;
  plugin.dialect = "pytorch";
  plugin.contract = contract;
  plugin.supports = supports;
  plugin.forward = checked_run<bn_forward_args>;
  plugin.backward = checked_run<bn_backward_args>;
  plugin.last_error = last_error;
  return plugin;
}

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  if (host_abi_version != BN_PLUGIN_ABI_VERSION) return nullptr;
  static const bn_plugin plugin = described();
  Place::prepare();
  return &plugin;
}

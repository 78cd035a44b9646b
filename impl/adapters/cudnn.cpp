// cuDNN's batch normalization through its legacy API, as PyTorch calls it, on devices:
// plugins/cudnn.so has CUDNN_BATCHNORM_SPATIAL, plugins/cudnn-persistent.so SPATIAL_PERSISTENT,
// which the header of cuDNN says to be faster, and to limit the range of values. Built where the
// library was found (docs/adding.md).
#include "cudnn_arguments.h"
#include "cudnn_calls.h"

namespace {

thread_local std::string failure;

/// Nothing is asked for where there is no device: the call will say so. The handle is made here
/// already: under capture, a call could not.
template <class Args>
std::size_t workspace(const Args* args) try {
  return cudnn::takes(*args) ? cudnn::needed_by(*args) : 0;
} catch (const std::exception&) {
  return 0;
}

template <class Args>
bn_status checked_run(const Args* args) {
  if (!cudnn::takes(*args)) return BN_UNSUPPORTED;
  if (!cudnn::is_defined(*args)) return BN_INVALID_ARGUMENT;
  try {
    if (args->workspace_size < cudnn::needed_by(*args)) {
      throw std::invalid_argument("the workspace is smaller than was asked for");
    }
    cudnn::run(*args);
    return BN_OK;
  } catch (const cudnn::Unsupported&) {
    return BN_UNSUPPORTED;
  } catch (const std::exception& error) {
    failure = error.what();
    return BN_FAILURE;
  }
}

bn_status supports(const bn_forward_args* args) {
  return cudnn::takes(*args) ? BN_OK : BN_UNSUPPORTED;
}

/// NVIDIA documents neither the order of sums nor the algorithm of the variance, and promises the
/// same bits in each run. Half types are summed in f32. 1/sqrt is taken to be CUDA's rsqrtf, of 2
/// ulp. Of SPATIAL_PERSISTENT the header says that it adds scaled integers: no word has that.
bn_status contract(const bn_forward_args*, bn_contract* contract) {
  contract->variance = BN_VARIANCE_UNSPECIFIED;
  contract->backward_statistics = BN_SAVED;
  contract->invsqrt_error_u = 4;
  contract->flags = BN_DETERMINISTIC | BN_THREAD_SAFE;
  return BN_OK;
}

/// The version of the library that was found at run time: 92800 is 9.28.0.
std::string version() {
  const std::size_t number = cudnnGetVersion();
  return std::to_string(number / 10000) + "." + std::to_string(number / 100 % 100) + "." +
         std::to_string(number % 100);
}

bn_plugin described() {
  static const std::string found = version();
  bn_plugin plugin = {};
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = cudnn::kName;
  plugin.version = found.c_str();
  plugin.dialect = "cudnn";
  plugin.contract = contract;
  plugin.supports = supports;
  plugin.forward = checked_run<bn_forward_args>;
  plugin.backward = checked_run<bn_backward_args>;
  plugin.last_error = [] { return failure.c_str(); };
  plugin.device = BN_CUDA;
  plugin.forward_workspace = workspace<bn_forward_args>;
  plugin.backward_workspace = workspace<bn_backward_args>;
  return plugin;
}

}  // namespace

const bn_plugin* bn_plugin_entry(std::uint32_t host_abi_version) {
  static const bn_plugin plugin = described();
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

// A complete plug-in in C++20: batch normalization of f32 and f64 tensors, any strides. Copy it,
// put a call of your own code in the place of the arithmetic, and build a shared library:
//   c++ -std=c++20 -O2 -shared -fPIC -fvisibility=hidden my_batch_norm.cpp -o my_batch_norm.so
//   bncheck verify ./my_batch_norm.so
#include <cmath>

#include "bn_plugin.h"

namespace {

// A tensor by channel. Strides count elements and may be anything: a host that tests you uses gaps
// and channels-last memory. data is NULL where the tensor is absent.
template <class T>
struct View {
  const bn_tensor& tensor;
  explicit operator bool() const { return tensor.data != nullptr; }
  // One value of a channel; j counts over all axes but the channel's, which is axis 1.
  T& operator()(int64_t channel, int64_t j) const {
    int64_t offset = channel * tensor.strides[1];
    for (int32_t axis = tensor.ndim - 1; axis >= 0; --axis) {
      if (axis == 1) continue;
      offset += j % tensor.shape[axis] * tensor.strides[axis];
      j /= tensor.shape[axis];
    }
    return static_cast<T*>(tensor.data)[offset];
  }
  // A channel's parameter or statistic: one axis, whose stride may not be 1 either.
  T& operator[](int64_t channel) const {
    return static_cast<T*>(tensor.data)[channel * tensor.strides[0]];
  }
  T get_or(int64_t channel, T absent) const { return *this ? (*this)[channel] : absent; }
  void set(int64_t channel, T value) const {
    if (*this) (*this)[channel] = value;
  }
};

int64_t values_per_channel(const bn_tensor& x) {
  int64_t count = x.shape[0];
  for (int32_t axis = 2; axis < x.ndim; ++axis) count *= x.shape[axis];
  return count;
}

// Returns the batch's invstd; writes all that training writes but y.
template <class T>
T train(const bn_forward_args& args, int64_t c, int64_t m, T& mean) {
  const View<T> x{args.x}, running_mean{args.running_mean}, running_var{args.running_var};
  T sum = 0, squares = 0;
  for (int64_t j = 0; j < m; ++j) sum += x(c, j);
  mean = sum / static_cast<T>(m);
  for (int64_t j = 0; j < m; ++j) squares += (x(c, j) - mean) * (x(c, j) - mean);
  if (running_mean) {  // momentum weighs the new batch; the variance that is tracked is over m - 1
    const T momentum = static_cast<T>(args.momentum);
    const T unbiased = squares / static_cast<T>(m - 1);
    running_mean[c] = (1 - momentum) * running_mean[c] + momentum * mean;
    running_var[c] = (1 - momentum) * running_var[c] + momentum * unbiased;
  }
  const T invstd = 1 / std::sqrt(squares / static_cast<T>(m) + static_cast<T>(args.eps));
  View<T>{args.save_mean}.set(c, mean);
  View<T>{args.save_invstd}.set(c, invstd);
  return invstd;
}

template <class T>
bn_status run(const bn_forward_args& args) {
  const View<T> x{args.x}, weight{args.weight}, bias{args.bias}, y{args.y};
  const View<T> running_mean{args.running_mean}, running_var{args.running_var};
  const int64_t m = values_per_channel(args.x);
  const bool training = args.mode == BN_TRAINING;
  const T eps = static_cast<T>(args.eps);
  if (training ? m == 1 : !running_mean) return BN_INVALID_ARGUMENT;  // m == 1: as PyTorch
  if (m == 0) return BN_OK;  // an empty batch: nothing to write, running statistics stay
  for (int64_t c = 0; c < args.x.shape[1]; ++c) {
    T mean = training ? 0 : running_mean[c];
    const T invstd = training ? train(args, c, m, mean) : 1 / std::sqrt(running_var[c] + eps);
    const T w = weight.get_or(c, 1), b = bias.get_or(c, 0);
    for (int64_t j = 0; j < m; ++j) y(c, j) = (x(c, j) - mean) * invstd * w + b;
  }
  return BN_OK;
}

// In training the saved statistics are what our own forward returned; in evaluation they are
// absent and the running ones are constants. Outputs whose data is NULL are not wanted.
template <class T>
bn_status run(const bn_backward_args& args) {
  const View<T> x{args.x}, dy{args.dy}, weight{args.weight}, dx{args.dx};
  const bool training = args.mode == BN_TRAINING;
  const View<T> center{training ? args.save_mean : args.running_mean};
  const View<T> spread{training ? args.save_invstd : args.running_var};
  const int64_t m = values_per_channel(args.x);
  const T count = static_cast<T>(m), eps = static_cast<T>(args.eps);
  if (!center || !spread || (training && m == 1)) return BN_INVALID_ARGUMENT;
  for (int64_t c = 0; c < args.x.shape[1]; ++c) {
    const T mean = center[c], invstd = training ? spread[c] : 1 / std::sqrt(spread[c] + eps);
    T dweight = 0, dbias = 0;
    for (int64_t j = 0; j < m; ++j) {
      dweight += dy(c, j) * ((x(c, j) - mean) * invstd);
      dbias += dy(c, j);
    }
    View<T>{args.dweight}.set(c, dweight);
    View<T>{args.dbias}.set(c, dbias);
    const T slope = weight.get_or(c, 1) * invstd;
    for (int64_t j = 0; dx && j < m; ++j) {
      T gradient = dy(c, j);
      const T xhat = (x(c, j) - mean) * invstd;  // the batch's mean and variance move with x
      if (training) gradient = gradient - dbias / count - xhat * (dweight / count);
      dx(c, j) = slope * gradient;
    }
  }
  return BN_OK;
}

// Says what we can do, looking at everything but the data; a refusal is no failure. f64 tensors
// come with f64 parameters, all others with f32 ones.
template <class Args>
bn_status supports(const Args* args) {
  // An older host, whose struct lacks fields that we use: we need no workspace, the last one.
  if (args->struct_size < offsetof(Args, workspace)) return BN_UNSUPPORTED;
  if (args->device != BN_CPU) return BN_UNSUPPORTED;
  return args->x.dtype == BN_F32 || args->x.dtype == BN_F64 ? BN_OK : BN_UNSUPPORTED;
}

// What we promise. The host has set struct_size and zeroed the rest; zero types mean T everywhere.
bn_status contract(const bn_forward_args*, bn_contract* contract) {
  contract->variance = BN_TWO_PASS;
  contract->apply = BN_DIRECT;
  contract->summation = BN_SEQUENTIAL;
  contract->flags = BN_DETERMINISTIC | BN_THREAD_SAFE | BN_UNIFORM | BN_IN_PLACE;
  return BN_OK;
}

template <class Args>
bn_status dispatch(const Args* args) {
  if (supports(args) != BN_OK) return BN_UNSUPPORTED;  // before anything is written
  return args->x.dtype == BN_F32 ? run<float>(*args) : run<double>(*args);
}

bn_plugin described() {
  bn_plugin plugin = {};  // what we do not offer, such as double_backward, is null
  plugin.struct_size = sizeof plugin;
  plugin.abi_version = BN_PLUGIN_ABI_VERSION;
  plugin.name = "template_cpp";
  plugin.version = "1";
  plugin.dialect = "pytorch";
  plugin.contract = contract;
  plugin.supports = supports;
  plugin.forward = dispatch;
  plugin.backward = dispatch;
  return plugin;
}

}  // namespace

// The one exported symbol. Nothing may be thrown across it.
const bn_plugin* bn_plugin_entry(uint32_t host_abi_version) {
  static const bn_plugin plugin = described();
  return host_abi_version == BN_PLUGIN_ABI_VERSION ? &plugin : nullptr;
}

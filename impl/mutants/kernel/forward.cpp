#include <cmath>

#include "mutants/kernel/kernel.h"

namespace mutants {

void Kernel::begin(const bn_tensor& x, int mode, double eps) {
  x_ = &x;
  trains_ = mode == BN_TRAINING;
  eps_ = eps;
  values_ = x.shape[0];
  for (std::int32_t axis = 2; axis < x.ndim; ++axis) values_ *= x.shape[axis];
}

bool Kernel::is_y(const bn_tensor& tensor) const {
  return forward_ != nullptr && tensor.data == forward_->y.data;
}

bool Kernel::is_dy(const bn_tensor& tensor) const {
  return backward_ != nullptr && tensor.data == backward_->dy.data;
}

bool Kernel::is_dx(const bn_tensor& tensor) const {
  return backward_ != nullptr && tensor.data == backward_->dx.data;
}

std::int64_t Kernel::offset(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const {
  std::int64_t offset = channel * tensor.strides[1];
  for (std::int32_t axis = tensor.ndim - 1; axis >= 0; --axis) {
    if (axis == 1) continue;
    offset += j % tensor.shape[axis] * tensor.strides[axis];
    j /= tensor.shape[axis];
  }
  return offset;
}

std::int64_t Kernel::place(const bn_tensor& tensor, std::int64_t channel) const {
  return channel * tensor.strides[0];
}

Values Kernel::gather(const bn_tensor& tensor) const {
  Values values(static_cast<std::size_t>(values_));
  for (std::int64_t j = 0; j < values_; ++j) {
    values[static_cast<std::size_t>(j)] = load(tensor, offset(tensor, channel_, j));
  }
  return values;
}

void Kernel::scatter(const bn_tensor& tensor, const Values& values) const {
  if (!is_present(tensor)) return;
  for (std::int64_t j = 0; j < values_; ++j) {
    store(tensor, offset(tensor, channel_, j), values[static_cast<std::size_t>(j)]);
  }
}

double Kernel::parameter_or(const bn_tensor& tensor, double absent) const {
  return is_present(tensor) ? load(tensor, place(tensor, channel_)) : absent;
}

void Kernel::set(const bn_tensor& tensor, double value) const {
  if (is_present(tensor)) store(tensor, place(tensor, channel_), value);
}

bn_status Kernel::defined_forward(const bn_forward_args& args) const {
  if (!trains()) return is_present(args.running_mean) ? BN_OK : BN_INVALID_ARGUMENT;
  return values_ == 1 ? BN_INVALID_ARGUMENT : BN_OK;
}

bn_status Kernel::forward(const bn_forward_args& args) {
  forward_ = &args;
  backward_ = nullptr;
  begin(args.x, args.mode, args.eps);
  const bn_status status = defined_forward(args);
  if (status != BN_OK || values_ == 0) return status;
  for (channel_ = 0; channel_ < channels(); ++channel_) forward_channel();
  return BN_OK;
}

void Kernel::forward_channel() {
  const Values x = gather(forward_args().x);
  Affine affine;
  if (trains()) {
    const Batch of_batch = batch(x);
    affine = training_affine(of_batch);
    track(of_batch);
    save(of_batch);
  } else {
    affine = evaluation_affine();
  }
  affine.weight = weight(forward_args().weight);
  affine.bias = bias(forward_args().bias);
  scatter(forward_args().y, output(x, affine));
}

Batch Kernel::batch(const Values& x) const {
  Batch batch;
  batch.mean = mean(x);
  batch.variance = variance(x, batch.mean);
  batch.invstd = invstd(batch.variance);
  return batch;
}

double Kernel::mean(const Values& x) const { return sum(x) / m(); }

double Kernel::variance(const Values& x, double mean) const {
  double squares = 0;
  for (const double value : x) squares += (value - mean) * (value - mean);
  return squares / m();
}

double Kernel::invstd(double variance) const { return 1 / std::sqrt(variance + eps()); }

void Kernel::save(const Batch& batch) const {
  set(forward_args().save_mean, saved_mean(batch));
  set(forward_args().save_invstd, saved_invstd(batch));
}

Affine Kernel::training_affine(const Batch& batch) const {
  return {batch.mean, batch.invstd, 1, 0};
}

Affine Kernel::evaluation_affine() const {
  const double var = parameter_or(forward_args().running_var, 1);
  return {parameter_or(forward_args().running_mean, 0), evaluation_invstd(var), 1, 0};
}

Values Kernel::output(const Values& x, const Affine& affine) const {
  Values y;
  for (const double value : x) y.push_back(output(value, affine));
  return y;
}

double Kernel::output(double x, const Affine& affine) const {
  return (x - affine.mean) * affine.invstd * affine.weight + affine.bias;
}

void Kernel::track(const Batch& batch) const {
  const bn_tensor& mean = forward_args().running_mean;
  const bn_tensor& var = forward_args().running_var;
  if (!is_present(mean)) return;
  set(mean, running_mean(parameter_or(mean, 0), batch));
  set(var, running_var(parameter_or(var, 1), batch));
}

double Kernel::blended(double old, double added) const {
  return (1 - momentum()) * old + momentum() * added;
}

double Kernel::running_mean(double old, const Batch& batch) const {
  return blended(old, batch.mean);
}

double Kernel::running_var(double old, const Batch& batch) const {
  return blended(old, batch.variance * m() / (m() - 1));
}

double sum(const Values& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

double dot(const Values& a, const Values& b) {
  double sum = 0;
  for (std::size_t j = 0; j < a.size(); ++j) sum += a[j] * b[j];
  return sum;
}

}  // namespace mutants

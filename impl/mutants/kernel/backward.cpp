#include <cmath>

#include "mutants/kernel/kernel.h"

namespace mutants {

bn_status Kernel::defined_backward(const bn_backward_args& args) const {
  if (trains() && values_ == 1) return BN_INVALID_ARGUMENT;
  return is_present(trains() ? args.save_mean : args.running_mean) ? BN_OK : BN_INVALID_ARGUMENT;
}

bn_status Kernel::backward(const bn_backward_args& args) {
  forward_ = nullptr;
  backward_ = &args;
  begin(args.x, args.mode, args.eps);
  const bn_status status = defined_backward(args);
  if (status != BN_OK) return status;
  for (channel_ = 0; channel_ < channels(); ++channel_) backward_channel();
  return BN_OK;
}

void Kernel::backward_channel() {
  const Values x = gather(backward_args().x);
  const Values dy = gather(backward_args().dy);
  const Affine affine = backward_affine(x);
  const Values xhat = normalized(x, affine);
  const Sums of_channel = sums(dy, xhat);
  set(backward_args().dweight, answered_dweight(of_channel, affine));
  set(backward_args().dbias, answered_dbias(of_channel, affine));
  scatter(backward_args().dx, dx(dy, xhat, of_channel, affine));
}

Affine Kernel::backward_affine(const Values& /*x*/) const {
  const bn_backward_args& args = backward_args();
  const double w = weight(args.weight);
  if (trains()) return {parameter_or(args.save_mean, 0), parameter_or(args.save_invstd, 1), w, 0};
  return {parameter_or(args.running_mean, 0), evaluation_invstd(parameter_or(args.running_var, 1)),
          w, 0};
}

Values Kernel::normalized(const Values& x, const Affine& affine) const {
  Values xhat;
  for (const double value : x) xhat.push_back((value - affine.mean) * affine.invstd);
  return xhat;
}

Sums Kernel::sums(const Values& dy, const Values& xhat) const {
  return {dbias(dy), dweight(dy, xhat)};
}

double Kernel::dbias(const Values& dy) const { return sum(dy); }

double Kernel::dweight(const Values& dy, const Values& xhat) const { return dot(dy, xhat); }

double Kernel::answered_dbias(const Sums& sums, const Affine& /*affine*/) const {
  return sums.dbias;
}

double Kernel::answered_dweight(const Sums& sums, const Affine& /*affine*/) const {
  return sums.dweight;
}

Values Kernel::dx(const Values& dy, const Values& xhat, const Sums& sums,
                  const Affine& affine) const {
  if (trains()) return training_dx(dy, xhat, sums, affine);
  Values dx;
  for (const double value : dy) dx.push_back(evaluation_dx(value, affine));
  return dx;
}

Values Kernel::training_dx(const Values& dy, const Values& xhat, const Sums& sums,
                           const Affine& affine) const {
  Values dx;
  for (std::size_t j = 0; j < dy.size(); ++j) {
    dx.push_back(training_dx(dy[j], xhat[j], sums, affine));
  }
  return dx;
}

double Kernel::training_dx(double dy, double xhat, const Sums& sums, const Affine& affine) const {
  return affine.weight * affine.invstd * (dy - sums.dbias / m() - xhat * (sums.dweight / m()));
}

double Kernel::evaluation_dx(double dy, const Affine& affine) const {
  return affine.weight * affine.invstd * dy;
}

}  // namespace mutants

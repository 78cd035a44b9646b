// The gradients of <ddx, dx> + ddweight * dweight + ddbias * dbias by dy, x and weight.
#include "mutants/kernel/kernel.h"

namespace mutants {
namespace {

/// What is left of a channel's values without their mean and their part along xhat.
Values projected(const Values& values, const Values& xhat) {
  const auto m = static_cast<double>(values.size());
  const double mean = sum(values) / m;
  const double along = dot(values, xhat) / m;
  Values left;
  for (std::size_t j = 0; j < values.size(); ++j)
    left.push_back(values[j] - mean - xhat[j] * along);
  return left;
}

bn_backward_args first_part(const bn_double_backward_args& args) {
  bn_backward_args first = {};
  first.struct_size = sizeof first;
  first.mode = args.mode;
  first.device = args.device;
  first.threads = args.threads;
  first.eps = args.eps;
  first.dy = args.dy;
  first.x = args.x;
  first.weight = args.weight;
  first.running_mean = args.running_mean;
  first.running_var = args.running_var;
  first.save_mean = args.save_mean;
  first.save_invstd = args.save_invstd;
  return first;
}

}  // namespace

bn_status Kernel::double_backward(const bn_double_backward_args& args) {
  const bn_backward_args first = first_part(args);
  forward_ = nullptr;
  backward_ = &first;
  begin(args.x, args.mode, args.eps);
  const bn_status status = defined_backward(first);
  if (status != BN_OK) return status;
  for (channel_ = 0; channel_ < channels(); ++channel_) {
    const Values x = gather(args.x);
    const Values dy = gather(args.dy);
    Second second = {Values(x.size()), parameter_or(args.ddweight, 0),
                     parameter_or(args.ddbias, 0)};
    if (is_present(args.ddx)) second.ddx = gather(args.ddx);
    const Affine affine = backward_affine(x);
    const Values xhat = normalized(x, affine);
    const SecondGradients out = trains() ? training_second(dy, xhat, affine, second)
                                         : evaluation_second(dy, xhat, affine, second);
    scatter(args.d_dy, out.d_dy);
    scatter(args.d_x, out.d_x);
    set(args.d_weight, out.d_weight);
  }
  return BN_OK;
}

SecondGradients Kernel::training_second(const Values& dy, const Values& xhat, const Affine& affine,
                                        const Second& second) const {
  const double slope = affine.weight * affine.invstd;
  const Values of_dy = projected(dy, xhat);
  const Values of_ddx = projected(second.ddx, xhat);
  const double bend = slope * affine.invstd / m();
  const double ddx_along = dot(second.ddx, xhat);
  const double dy_along = dot(dy, xhat);
  const double energy = dot(second.ddx, of_dy);
  SecondGradients out = {{}, {}, affine.invstd * energy};
  for (std::size_t j = 0; j < dy.size(); ++j) {
    out.d_dy.push_back(slope * of_ddx[j] + second.ddweight * xhat[j] + second.ddbias);
    const double third = ddx_along * of_dy[j] + dy_along * of_ddx[j] + energy * xhat[j];
    out.d_x.push_back(second.ddweight * affine.invstd * of_dy[j] - bend * third);
  }
  return out;
}

SecondGradients Kernel::evaluation_second(const Values& dy, const Values& xhat,
                                          const Affine& affine, const Second& second) const {
  SecondGradients out = {{}, {}, affine.invstd * dot(second.ddx, dy)};
  for (std::size_t j = 0; j < dy.size(); ++j) {
    out.d_dy.push_back(affine.weight * affine.invstd * second.ddx[j] + second.ddweight * xhat[j] +
                       second.ddbias);
    out.d_x.push_back(second.ddweight * affine.invstd * dy[j]);
  }
  return out;
}

}  // namespace mutants

#pragma once

#include "cuda/backward_steps.h"
#include "cuda/evaluation_kernel.h"
#include "cuda/rounded/lines.h"
#include "cuda/rounded/totals_pass.h"

namespace cuda {

/// What the passes of backward know of a channel without error.
template <class T>
struct BackwardChannels {
  Extent extent;
  BackwardTensors<T> tensors;
  const Totals* totals = nullptr;  // of each channel

  BN_DEVICE double running_mean(int channel) const {
    return tensors.running_mean.get_or(channel, 0);
  }
  BN_DEVICE double running_var(int channel) const { return tensors.running_var.get_or(channel, 1); }
  BN_DEVICE double weight(int channel) const { return tensors.weight.get_or(channel, 1); }

  BN_DEVICE ExactChannel exact(Calculator& calculator, int channel) const {
    ExactChannel exact = tensors.training
                             ? batch_channel(calculator, totals[channel], extent.values, tensors.eps)
                             : running_channel(calculator, running_mean(channel),
                                               running_var(channel), tensors.eps);
    exact.add_gradients(calculator, totals[channel]);
    return exact;
  }
};

/// Finds each channel's gradient, and writes dweight and dbias.
template <class T>
struct RoundedGradientsPass {
  BackwardChannels<T> channels;
  RoundedGradient* gradients = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    for_each_channel(cx, channels.extent, [&](int channel) {
      if (cx.lane() != 0) return;
      Calculator calculator = calculator_of_warp(cx, 0);
      gradients[channel] = gradient_of(calculator, channel);
    });
  }

 private:
  BN_DEVICE RoundedGradient gradient_of(Calculator& calculator, int channel) const {
    const BackwardTensors<T>& tensors = channels.tensors;
    if (channels.extent.values == 0) {
      tensors.dbias.set(channel, 0);
      tensors.dweight.set(channel, 0);
      return {};
    }
    if (!has_numbers(channel)) return without_value(calculator, channel);
    const ExactChannel exact = channels.exact(calculator, channel);
    put(calculator, tensors.dbias, channel, near_of(exact.dy_total).near(),
        [&] { return dbias_of(calculator, exact); });
    if (exact.z.sign <= 0) return without_root(exact, channel);
    const Near invstd = invstd_near(exact);
    const LongNear inverse_root = inverse_sqrt(near_of(exact.z));
    put(calculator, tensors.dweight, channel, (near_of(exact.dy_along) * inverse_root).near(),
        [&] { return dweight_of(calculator, exact); });
    return rounded_gradient(terms_of(exact, channel, invstd, inverse_root));
  }

  /// Says whether all that enters is finite; in evaluation, all but x and dy.
  BN_DEVICE bool has_numbers(int channel) const {
    const Totals& totals = channels.totals[channel];
    if (totals.x_specials.any() || totals.dy_specials.any()) return false;
    return channels.tensors.training || (std::isfinite(channels.running_mean(channel)) &&
                                         std::isfinite(channels.running_var(channel)));
  }

  BN_DEVICE rounding::GradientTerms terms_of(const ExactChannel& exact, int channel,
                                             const Near& invstd,
                                             const LongNear& inverse_root) const {
    rounding::GradientTerms terms = {};
    terms.mean = near_of(exact.total) / (exact.training ? channels.extent.values : 1.0);
    terms.invstd = invstd;
    terms.weight = channels.weight(channel);
    if (!exact.training) return terms;
    terms.mean_dy = near_of(exact.dy_total) / channels.extent.values;
    terms.slope = (near_of(exact.dy_along) * inverse_root * inverse_root).near();
    return terms;
  }
};

}  // namespace cuda

#pragma once

#include "cuda/rounded/lines.h"
#include "cuda/rounded/totals_pass.h"

namespace cuda {

/// What the passes of forward know of a channel without error.
template <class T>
struct ForwardChannels {
  Extent extent;
  ForwardTensors<T> tensors;
  const Totals* totals = nullptr;  // of each channel, in training

  BN_DEVICE double running_mean(int channel) const {
    return tensors.running_mean.get_or(channel, 0);
  }
  BN_DEVICE double running_var(int channel) const { return tensors.running_var.get_or(channel, 1); }
  BN_DEVICE double weight(int channel) const { return tensors.weight.get_or(channel, 1); }
  BN_DEVICE double bias(int channel) const { return tensors.bias.get_or(channel, 0); }

  BN_DEVICE ExactChannel exact(Calculator& calculator, int channel) const {
    if (totals != nullptr) {
      return batch_channel(calculator, totals[channel], extent.values, tensors.eps);
    }
    return running_channel(calculator, running_mean(channel), running_var(channel), tensors.eps);
  }
};

/// Finds the line of each channel, saves the batch's statistics and updates the running ones.
template <class T>
struct RoundedLinesPass {
  ForwardChannels<T> channels;
  RoundedLine* lines = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    for_each_channel(cx, channels.extent, [&](int channel) {
      if (cx.lane() != 0) return;
      Calculator calculator = calculator_of_warp(cx, 0);
      lines[channel] = channels.totals == nullptr ? evaluated(calculator, channel)
                                                  : trained(calculator, channel);
    });
  }

 private:
  BN_DEVICE RoundedLine evaluated(Calculator& calculator, int channel) const {
    const double mean = channels.running_mean(channel), var = channels.running_var(channel);
    const double radicand = var + channels.tensors.eps;
    if (!std::isfinite(mean) || !std::isfinite(var) || !(radicand > 0)) {
      return plain_line(mean, channels.weight(channel) / std::sqrt(radicand),
                        channels.bias(channel));
    }
    return line_of(channels.exact(calculator, channel), channel, mean);
  }

  BN_DEVICE RoundedLine trained(Calculator& calculator, int channel) const {
    const Totals& totals = channels.totals[channel];
    if (totals.x_specials.any()) return without_value(channel, totals.x_specials.sum());
    const ExactChannel exact = channels.exact(calculator, channel);
    const LongNear mean = near_of(exact.total) / channels.extent.values;
    save_means(calculator, exact, channel, mean.near());
    save_deviations(calculator, exact, channel);
    if (exact.z.sign > 0) return line_of(exact, channel, mean);
    const double invstd = 1 / std::sqrt(channels.tensors.eps);
    channels.tensors.save_invstd.set(channel, invstd);
    return plain_line(mean.high, channels.weight(channel) * invstd, channels.bias(channel));
  }

  BN_DEVICE RoundedLine line_of(const ExactChannel& exact, int channel,
                                const LongNear& mean) const {
    return rounded_line(mean, invstd_near(exact).near(), channels.weight(channel),
                        channels.bias(channel));
  }

  /// Of a batch with what is not a number.
  BN_DEVICE RoundedLine without_value(int channel, double sum) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    tensors.save_mean.set(channel, sum);
    tensors.save_invstd.set(channel, NAN);
    update(tensors.running_mean, channel, tensors.momentum, sum);
    update(tensors.running_var, channel, tensors.momentum, NAN);
    return plain_line(sum, NAN, channels.bias(channel));
  }

  BN_DEVICE void save_means(Calculator& calculator, const ExactChannel& exact, int channel,
                            const Near& mean) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    put(calculator, tensors.save_mean, channel, mean, [&] { return mean_of(exact); });
    const double old = tensors.running_mean.get_or(channel, 0), momentum = tensors.momentum;
    if (!moves(old)) return update(tensors.running_mean, channel, momentum, mean.value);
    put(calculator, tensors.running_mean, channel, next(old, mean),
        [&] { return running_mean_of(calculator, exact, old, momentum); });
  }

  BN_DEVICE void save_deviations(Calculator& calculator, const ExactChannel& exact,
                                 int channel) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    if (exact.z.sign > 0) {
      put(calculator, tensors.save_invstd, channel, invstd_near(exact).near(),
          [&] { return invstd_of(calculator, exact); });
    }
    const double m = channels.extent.values;
    const Near var = (near_of(exact.spread) / m / (m - 1)).near();
    const double old = tensors.running_var.get_or(channel, 0), momentum = tensors.momentum;
    if (!moves(old)) return update(tensors.running_var, channel, momentum, var.value);
    put(calculator, tensors.running_var, channel, next(old, var),
        [&] { return running_var_of(calculator, exact, old, momentum); });
  }

  BN_DEVICE bool moves(double old) const {
    return std::isfinite(old) && std::isfinite(channels.tensors.momentum);
  }
  BN_DEVICE Near next(double old, const Near& batch) const {
    const Near momentum = {channels.tensors.momentum, 0};
    return (Near{1, 0} - momentum) * Near{old, 0} + momentum * batch;
  }
};

/// Puts x on its lines. Reads x once and writes y once.
template <class T>
struct RoundedForward {
  ForwardChannels<T> channels;
  Stretches stretches;
  const RoundedLine* lines = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const Extent& extent = channels.extent;
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const int width = extent.width_of(unit), channel = unit * extent.width + cx.thread() % width;
      const RoundedLine line = lines[channel];
      for_each_step(cx, width, range, [&](bool is_any, std::uint32_t value) {
        T x = {}, y = {};
        if (is_any) x = cx.load_once(channels.tensors.x.at(extent, value, channel));
        const bool is_open = is_any && !is_answered(line, x, y);
        one_by_one(cx, is_open, [&] { y = decided(cx, line, x, channel); });
        if (is_any) cx.store_once(channels.tensors.y.at(extent, value, channel), y);
      });
    });
  }

 private:
  BN_DEVICE static bool is_answered(const RoundedLine& line, T x, T& y) {
    if (!line.is_plain && is_decided(line, x, y)) return true;
    y = plain_y(line, x);
    return line.is_plain || !std::isfinite(to_double(x));
  }

  template <class Context>
  BN_DEVICE T decided(Context& cx, const RoundedLine& line, T x, int channel) const {
    Calculator calculator = calculator_of_warp(cx, 0);
    const ExactChannel exact = channels.exact(calculator, channel);
    const Surd y =
        y_of(calculator, exact, to_double(x), channels.weight(channel), channels.bias(channel));
    return nearest<T>(calculator, y, to_double(plain_y(line, x)));
  }
};

}  // namespace cuda

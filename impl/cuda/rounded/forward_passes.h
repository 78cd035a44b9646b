#pragma once

#include "cuda/rounded/long_lines.h"
#include "cuda/rounded/totals_pass.h"

namespace cuda {

/// What the passes of forward know of a channel without error.
template <class T>
struct ForwardChannels {
  using P = typename ParameterTypeOf<T>::Type;
  using Scratch = ScratchOf<P>;

  Extent extent;
  ForwardTensors<T> tensors;
  const TotalsOf<P>* totals = nullptr;  // of each channel, in training

  BN_DEVICE double running_mean(int channel) const {
    return tensors.running_mean.get_or(channel, 0);
  }
  BN_DEVICE double running_var(int channel) const { return tensors.running_var.get_or(channel, 1); }
  BN_DEVICE double weight(int channel) const { return tensors.weight.get_or(channel, 1); }
  BN_DEVICE double bias(int channel) const { return tensors.bias.get_or(channel, 0); }

  BN_DEVICE const ExactChannel& exact(Scratch& scratch, int channel) const {
    scratch.channel = totals != nullptr ? batch_channel(scratch.calculator, totals[channel],
                                                        extent.values, tensors.eps)
                                        : running_channel(scratch.calculator, running_mean(channel),
                                                          running_var(channel), tensors.eps);
    return scratch.channel;
  }
};

/// Finds the line of each channel, saves the batch's statistics and updates the running ones.
template <class T>
struct RoundedLinesPass {
  using P = typename ParameterTypeOf<T>::Type;
  using Scratch = ScratchOf<P>;
  using Line = LineOf<T>;
  static constexpr int kMostThreads = 32 * Scratch::kMostWarps;

  ForwardChannels<T> channels;
  Line* lines = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    if (cx.lane() != 0) return;
    Scratch& scratch = Scratch::of_warp(cx, 0);
    for (int channel = first_channel(cx); channel < channels.extent.channels;
         channel += channels_at_once(cx)) {
      scratch.calculator.release(0);
      lines[channel] =
          channels.totals == nullptr ? evaluated(scratch, channel) : trained(scratch, channel);
    }
  }

 private:
  BN_DEVICE Line evaluated(Scratch& scratch, int channel) const {
    const double mean = channels.running_mean(channel), var = channels.running_var(channel);
    const double radicand = var + channels.tensors.eps;
    if (!std::isfinite(mean) || !std::isfinite(var) || !(radicand > 0)) {
      return Line::plain(mean, channels.weight(channel) / std::sqrt(radicand),
                         channels.bias(channel));
    }
    return line_of(channels.exact(scratch, channel), channel, mean);
  }

  BN_DEVICE Line trained(Scratch& scratch, int channel) const {
    const TotalsOf<P>& totals = channels.totals[channel];
    if (totals.x_specials.any()) return without_value(channel, totals.x_specials.sum());
    const ExactChannel& exact = channels.exact(scratch, channel);
    const LongNear mean = value_of(near_as<P>(exact.total) / channels.extent.values);
    save_means(scratch, exact, channel, mean.near());
    save_deviations(scratch, exact, channel);
    if (exact.z.sign > 0) return line_of(exact, channel, mean);
    const double invstd = 1 / std::sqrt(channels.tensors.eps);
    channels.tensors.save_invstd.set(channel, invstd);
    return Line::plain(mean.high, channels.weight(channel) * invstd, channels.bias(channel));
  }

  BN_DEVICE Line line_of(const ExactChannel& exact, int channel, const LongNear& mean) const {
    return Line::of(mean, invstd_near<P>(exact), channels.weight(channel), channels.bias(channel));
  }

  /// Of a batch with what is not a number.
  BN_DEVICE Line without_value(int channel, double sum) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    tensors.save_mean.set(channel, sum);
    tensors.save_invstd.set(channel, NAN);
    update(tensors.running_mean, channel, tensors.momentum, sum);
    update(tensors.running_var, channel, tensors.momentum, NAN);
    return Line::plain(sum, NAN, channels.bias(channel));
  }

  BN_DEVICE void save_means(Scratch& scratch, const ExactChannel& exact, int channel,
                            const Near& mean) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    put(scratch, tensors.save_mean, channel, mean, [&] { return mean_of(exact); });
    const double old = tensors.running_mean.get_or(channel, 0), momentum = tensors.momentum;
    if (!moves(old)) return update(tensors.running_mean, channel, momentum, mean.value);
    put(scratch, tensors.running_mean, channel, next(old, mean),
        [&] { return running_mean_of(scratch.calculator, exact, old, momentum); });
  }

  BN_DEVICE void save_deviations(Scratch& scratch, const ExactChannel& exact, int channel) const {
    const ForwardTensors<T>& tensors = channels.tensors;
    if (exact.z.sign > 0) {
      put(scratch, tensors.save_invstd, channel, value_of(invstd_near<P>(exact)).near(),
          [&] { return invstd_of(scratch.calculator, exact); });
    }
    const double m = channels.extent.values;
    const Near var = value_of(near_as<P>(exact.spread) / m / (m - 1)).near();
    const double old = tensors.running_var.get_or(channel, 0), momentum = tensors.momentum;
    if (!moves(old)) return update(tensors.running_var, channel, momentum, var.value);
    put(scratch, tensors.running_var, channel, next(old, var),
        [&] { return running_var_of(scratch.calculator, exact, old, momentum); });
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
  using Scratch = typename ForwardChannels<T>::Scratch;
  using Line = LineOf<T>;
  static constexpr int kMostThreads = Scratch::kElementThreads;

  ForwardChannels<T> channels;
  Stretches stretches;
  const Line* lines = nullptr;
  ElementMemory memory;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const Extent& extent = channels.extent;
    const ForwardTensors<T>& tensors = channels.tensors;
    auto* const own = cx.template shared<Line>(0);
    const OpenValues open(cx.template shared<std::int64_t>(memory.marks), extent.width);
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const int first = unit * extent.width;
      cx.sync_block();  // all are done with the stretch before
      for (int c = cx.thread(); c < extent.width_of(unit); c += cx.threads()) {
        const Line line = lines[first + c];
        own[c] = line;
      }
      open.clear(cx);
      cx.sync_block();
      map_range(
          cx, extent, unit, range, tensors.y,
          [&](std::uint32_t i, int c, T x) {
            T y;
            if (is_answered(own[c], x, y)) return y;
            open.mark(cx, i, c);
            return x;  // for y may be x, which is still needed
          },
          tensors.x);
      cx.sync_block();
      open.template for_each<Scratch::kMostWarps>(
          cx, [&](std::uint32_t i, int c) { decide(cx, own[c], range.first + i, first + c); });
    });
  }

 private:
  BN_DEVICE static bool is_answered(const Line& line, T x, T& y) {
    if (!line.is_plain && is_decided(line, x, y)) return true;
    y = plain_y(line, x);
    return line.is_plain || !std::isfinite(to_double(x));
  }

  template <class Context>
  BN_DEVICE void decide(Context& cx, const Line& line, std::uint32_t value, int channel) const {
    Scratch& scratch = Scratch::of_warp(cx, memory.scratch);
    const T x = cx.load(channels.tensors.x.at(channels.extent, value, channel));
    scratch.surd = y_of(scratch.calculator, channels.exact(scratch, channel), to_double(x),
                        channels.weight(channel), channels.bias(channel));
    const double guess = to_double(plain_y(line, x));
    cx.store(channels.tensors.y.at(channels.extent, value, channel),
             decided<T>(scratch.calculator, scratch.surd, guess));
  }
};

}  // namespace cuda

#pragma once

#include "cuda/backward_steps.h"
#include "cuda/rounded/long_lines.h"
#include "cuda/rounded/totals_pass.h"

namespace cuda {

/// What the passes of backward know of a channel without error.
template <class T>
struct BackwardChannels {
  using P = typename ParameterTypeOf<T>::Type;
  using Scratch = ScratchOf<P>;

  Extent extent;
  BackwardTensors<T> tensors;
  const TotalsOf<P>* totals = nullptr;  // of each channel

  BN_DEVICE double running_mean(int channel) const {
    return tensors.running_mean.get_or(channel, 0);
  }
  BN_DEVICE double running_var(int channel) const { return tensors.running_var.get_or(channel, 1); }
  BN_DEVICE double weight(int channel) const { return tensors.weight.get_or(channel, 1); }

  BN_DEVICE const ExactChannel& exact(Scratch& scratch, int channel) const {
    Calculator& calculator = scratch.calculator;
    scratch.channel =
        tensors.training
            ? batch_channel(calculator, totals[channel], extent.values, tensors.eps)
            : running_channel(calculator, running_mean(channel), running_var(channel), tensors.eps);
    scratch.channel.add_gradients(calculator, totals[channel]);
    return scratch.channel;
  }
};

/// Finds each channel's gradient, and writes dweight and dbias.
template <class T>
struct RoundedGradientsPass {
  using P = typename ParameterTypeOf<T>::Type;
  using Scratch = ScratchOf<P>;
  using Gradient = GradientOf<T>;
  static constexpr int kMostThreads = 32 * Scratch::kMostWarps;

  BackwardChannels<T> channels;
  Gradient* gradients = nullptr;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    if (cx.lane() != 0) return;
    Scratch& scratch = Scratch::of_warp(cx, 0);
    for (int channel = first_channel(cx); channel < channels.extent.channels;
         channel += channels_at_once(cx)) {
      scratch.calculator.release(0);
      gradients[channel] = gradient_of(scratch, channel);
    }
  }

 private:
  BN_DEVICE Gradient gradient_of(Scratch& scratch, int channel) const {
    if (channels.extent.values == 0) return of_nothing(channel);
    put_dbias(scratch, channel);
    if (!is_finite(channel)) return without_value(channel);
    const ExactChannel& exact = channels.exact(scratch, channel);
    if (exact.z.sign <= 0) return without_value(channel);
    const NearOf<P> inverse_root = inverse_root_of<P>(exact);
    put_dweight(scratch, exact, channel,
                value_of(near_as<P>(exact.dy_along) * inverse_root).near());
    return Gradient::of(found_of(exact, inverse_root), channels.weight(channel));
  }

  /// Sums over nothing are zero.
  BN_DEVICE Gradient of_nothing(int channel) const {
    channels.tensors.dbias.set(channel, 0);
    channels.tensors.dweight.set(channel, 0);
    return {};
  }

  BN_DEVICE void put_dbias(Scratch& scratch, int channel) const {
    const TotalsOf<P>& totals = channels.totals[channel];
    const Parameter<P>& dbias = channels.tensors.dbias;
    if (totals.dy_specials.any()) return dbias.set(channel, totals.dy_specials.sum());
    const Exact total = dy_total_of(scratch.calculator, totals);
    put(scratch, dbias, channel, near_of(total).near(), [&] {
      return Surd{total, {}, scratch.calculator.whole(1), {}};
    });
  }

  BN_DEVICE void put_dweight(Scratch& scratch, const ExactChannel& exact, int channel,
                             const Near& near) const {
    const Parameter<P>& dweight = channels.tensors.dweight;
    if (has_specials(channel)) return dweight.set(channel, NAN);
    put(scratch, dweight, channel, near, [&] { return dweight_of(scratch.calculator, exact); });
  }

  BN_DEVICE bool has_specials(int channel) const {
    const TotalsOf<P>& totals = channels.totals[channel];
    return totals.x_specials.any() || totals.dy_specials.any();
  }
  /// Says whether all that enters every dx is finite.
  BN_DEVICE bool is_finite(int channel) const {
    if (channels.tensors.training) return !has_specials(channel);
    return std::isfinite(channels.running_mean(channel)) &&
           std::isfinite(channels.running_var(channel));
  }

  BN_DEVICE Gradient without_value(int channel) const {
    channels.tensors.dweight.set(channel, NAN);
    const double radicand = channels.running_var(channel) + channels.tensors.eps;
    return Gradient::plain(
        0, 0, 0, channels.tensors.training ? NAN : channels.weight(channel) / std::sqrt(radicand));
  }

  BN_DEVICE ChannelGradient<NearOf<P>> found_of(const ExactChannel& exact,
                                                const NearOf<P>& inverse_root) const {
    const double m = channels.extent.values;
    ChannelGradient<NearOf<P>> found = {};
    found.invstd = near_as<P>(exact.count) * inverse_root;
    if (!exact.training) return found;
    found.mean = value_of(near_as<P>(exact.total) / m);
    found.mean_dy = value_of(near_as<P>(exact.dy_total) / m);
    found.slope = near_as<P>(exact.dy_along) * inverse_root * inverse_root;
    return found;
  }
};

/// Computes dx. In evaluation x has no part in it.
template <class T>
struct RoundedBackward {
  using Scratch = typename BackwardChannels<T>::Scratch;
  using Gradient = GradientOf<T>;
  static constexpr int kMostThreads = Scratch::kElementThreads;

  BackwardChannels<T> channels;
  Stretches stretches;
  const Gradient* gradients = nullptr;
  ElementMemory memory;

  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const Extent& extent = channels.extent;
    const BackwardTensors<T>& tensors = channels.tensors;
    auto* const own = cx.template shared<Gradient>(0);
    const OpenValues open(cx.template shared<std::int64_t>(memory.marks), extent.width);
    stretches.for_each(cx, extent, [&](int unit, Range range) {
      const int first = unit * extent.width;
      cx.sync_block();  // all are done with the stretch before
      for (int c = cx.thread(); c < extent.width_of(unit); c += cx.threads()) {
        const Gradient gradient = gradients[first + c];
        own[c] = gradient;
      }
      open.clear(cx);
      cx.sync_block();
      const auto answer = [&](std::uint32_t i, int c, T dy, T x) {
        T dx;
        if (is_answered(own[c], dy, x, dx)) return dx;
        open.mark(cx, i, c);
        return dy;  // for dx may be dy, which is still needed
      };
      if (tensors.training) {
        map_range(cx, extent, unit, range, tensors.dx, answer, tensors.dy, tensors.x);
      } else {
        map_range(
            cx, extent, unit, range, tensors.dx,
            [&](std::uint32_t i, int c, T dy) { return answer(i, c, dy, T{}); }, tensors.dy);
      }
      cx.sync_block();
      open.template for_each<Scratch::kMostWarps>(
          cx, [&](std::uint32_t i, int c) { decide(cx, own[c], range.first + i, first + c); });
    });
  }

 private:
  BN_DEVICE static bool is_answered(const Gradient& gradient, T dy, T x, T& dx) {
    if (!gradient.is_plain && is_decided(gradient, dy, x, dx)) return true;
    dx = plain_dx(gradient, dy, x);
    return gradient.is_plain || !std::isfinite(to_double(dy));
  }

  template <class Context>
  BN_DEVICE void decide(Context& cx, const Gradient& gradient, std::uint32_t value,
                        int channel) const {
    const BackwardTensors<T>& tensors = channels.tensors;
    Scratch& scratch = Scratch::of_warp(cx, memory.scratch);
    const T dy = cx.load(tensors.dy.at(channels.extent, value, channel));
    const T x = tensors.training ? cx.load(tensors.x.at(channels.extent, value, channel)) : T{};
    scratch.surd = dx_of(scratch.calculator, channels.exact(scratch, channel), to_double(dy),
                         to_double(x), channels.weight(channel));
    const double guess = to_double(plain_dx(gradient, dy, x));
    cx.store(tensors.dx.at(channels.extent, value, channel),
             decided<T>(scratch.calculator, scratch.surd, guess));
  }
};

}  // namespace cuda

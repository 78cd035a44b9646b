#pragma once

#include "kernel/loops.h"
#include "kernel/maps.h"
#include "kernel/statistics.h"

namespace variants {

/// Writes what training writes but y.
template <class V, class W>
auto train(const bn_forward_args& args, const typename V::template Types<W>::Element* x,
           std::int64_t channel, std::int64_t m) {
  using A = typename V::template Types<W>::Sum;
  const auto batch = batch_of<V, W>(x, m, args.threads);
  const Parameter running_mean(args.running_mean), running_var(args.running_var);
  if (running_mean.present()) {
    const A momentum = given<V, W, A>(args.momentum);
    const A unbiased = batch.var * (static_cast<A>(m) / static_cast<A>(m - 1));
    const A mean = running_mean.get<A>(channel, 0), var = running_var.get<A>(channel, 0);
    running_mean.set(channel, V::Running::update(mean, momentum, batch.mean));
    running_var.set(channel, V::Running::update(var, momentum, unbiased));
  }
  const auto statistics = kept<V, W>(batch.mean, batch.var, args.eps);
  Parameter(args.save_mean).set(channel, statistics.mean);
  Parameter(args.save_invstd).set(channel, statistics.invstd);
  return statistics;
}

template <class V, class W>
void forward_channel(const bn_forward_args& args, std::int64_t channel, std::int64_t m) {
  using Types = typename V::template Types<W>;
  using P = typename Types::Applied;
  const Tensor in(args.x), out(args.y);
  Values<typename Types::Element> values(in, channel, m);
  const auto* x = values.data();
  const auto statistics =
      args.mode == BN_TRAINING ? train<V, W>(args, x, channel, m) : running_of<V, W>(args, channel);
  const Affine<P> affine = {static_cast<P>(statistics.mean), static_cast<P>(statistics.invstd),
                            Parameter(args.weight).get<P>(channel, 1),
                            Parameter(args.bias).get<P>(channel, 0)};
  const auto value = [&](std::int64_t j) -> P {
    return V::kInPlace ? static_cast<P>(x[j]) : in.get<P>(channel, j);
  };
  const typename V::Map::template Output<P> body{affine};
  const typename V::TailMap::template Output<P> tail{affine};
  produce<V, P>(
      out, channel, m, [&](std::int64_t j) { return body(value(j)); },
      [&](std::int64_t j) { return tail(value(j)); });
}

}  // namespace variants

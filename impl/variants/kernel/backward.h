#pragma once

#include "kernel/loops.h"
#include "kernel/maps.h"
#include "kernel/statistics.h"

namespace variants {

/// Mean and invstd as backward has them: saved, recomputed or running.
template <class V, class W>
auto statistics_of(const bn_backward_args& args, const typename V::template Types<W>::Element* x,
                   std::int64_t channel, std::int64_t m) {
  using S = typename V::template Types<W>::Stored;
  if (args.mode != BN_TRAINING) return running_of<V, W>(args, channel);
  if constexpr (V::kRecomputes) {
    const auto batch = batch_of<V, W>(x, m, args.threads);
    return kept<V, W>(batch.mean, batch.var, args.eps);
  }
  return Kept<S>{Parameter(args.save_mean).get<S>(channel, 0),
                 Parameter(args.save_invstd).get<S>(channel, 0)};
}

/// sum dy and sum dy*xhat.
template <class A>
struct GradientSums {
  A dy, product;
};

template <class V, class W, class E, class S>
auto sums_of(const E* x, const E* dy, std::int64_t m, const Kept<S>& statistics,
             std::int32_t threads) {
  using A = typename V::template Types<W>::Sum;
  const typename V::Sum sums{threads};
  const E mean = static_cast<E>(statistics.mean), invstd = static_cast<E>(statistics.invstd);
  return GradientSums<A>{sums.template sum<A>(m, [&](std::int64_t j) -> A { return dy[j]; }),
                         sums.template sum<A>(m, [&](std::int64_t j) -> A {
                           return dy[j] * ((x[j] - mean) * invstd);
                         })};
}

template <class V, class P, class E>
void write_dx(const bn_backward_args& args, const Affine<P>& affine, const Projected<P>& means,
              const E* x, const E* dy, std::int64_t channel, std::int64_t m) {
  const Tensor in(args.dy), out(args.dx);
  const auto value = [&](std::int64_t j) -> P {
    return V::kInPlace ? static_cast<P>(dy[j]) : in.get<P>(channel, j);
  };
  const typename V::Map::template Gradient<P> body{affine, means};
  const typename V::TailMap::template Gradient<P> tail{affine, means};
  produce<V, P>(
      out, channel, m, [&](std::int64_t j) { return body(value(j), static_cast<P>(x[j])); },
      [&](std::int64_t j) { return tail(value(j), static_cast<P>(x[j])); });
}

template <class V, class W>
void backward_channel(const bn_backward_args& args, std::int64_t channel, std::int64_t m) {
  using Types = typename V::template Types<W>;
  using P = typename Types::Applied;
  Values<typename Types::Element> x(Tensor(args.x), channel, m), dy(Tensor(args.dy), channel, m);
  const auto statistics = statistics_of<V, W>(args, x.data(), channel, m);
  const auto sums = sums_of<V, W>(x.data(), dy.data(), m, statistics, args.threads);
  Parameter(args.dweight).set(channel, sums.product);
  Parameter(args.dbias).set(channel, sums.dy);
  if (!Tensor(args.dx).present()) return;
  const Affine<P> affine = {static_cast<P>(statistics.mean), static_cast<P>(statistics.invstd),
                            Parameter(args.weight).get<P>(channel, 1), 0};
  const typename Types::Sum count = static_cast<typename Types::Sum>(m);
  const bool training = args.mode == BN_TRAINING;
  const Projected<P> means = {training ? static_cast<P>(sums.dy / count) : P{0},
                              training ? static_cast<P>(sums.product / count) : P{0}};
  write_dx<V, P>(args, affine, means, x.data(), dy.data(), channel, m);
}

}  // namespace variants

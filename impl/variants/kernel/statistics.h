#pragma once

#include "kernel/tensors.h"

namespace variants {

/// The mean and invstd of a channel, as kept.
template <class S>
struct Kept {
  S mean, invstd;
};

/// eps or momentum as the variant V uses it, where W is the parameters' type.
template <class V, class W, class A>
A given(double number) {
  return V::kDoubleParameters ? static_cast<A>(number) : static_cast<A>(static_cast<W>(number));
}

template <class V, class W>
auto kept(typename V::template Types<W>::Sum mean, typename V::template Types<W>::Sum var,
          double eps) {
  using Types = typename V::template Types<W>;
  using A = typename Types::Sum;
  const A invstd = V::Root::of(var + given<V, W, A>(eps));
  return Kept<typename Types::Stored>{static_cast<typename Types::Stored>(mean),
                                      static_cast<typename Types::Stored>(invstd)};
}

/// The batch's statistics.
template <class V, class W>
auto batch_of(const typename V::template Types<W>::Element* x, std::int64_t m,
              std::int32_t threads) {
  return V::Variance::template of<typename V::template Types<W>::Sum>(x, m,
                                                                      typename V::Sum{threads});
}

/// The running statistics of a channel, for evaluation.
template <class V, class W, class Args>
auto running_of(const Args& args, std::int64_t channel) {
  using A = typename V::template Types<W>::Sum;
  return kept<V, W>(Parameter(args.running_mean).get<A>(channel, 0),
                    Parameter(args.running_var).get<A>(channel, 1), args.eps);
}

}  // namespace variants

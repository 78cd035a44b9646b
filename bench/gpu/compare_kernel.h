#pragma once

#include <cmath>

#include "bench/gpu/distance.h"
#include "bench/gpu/fill_kernel.h"

namespace bncheck::gpu_bench {

/// Computes batch norm in double arithmetic, a block for a channel, and compares: slow, plain, and
/// for answers in shorter types alone.
template <class T>
struct Compare {
  enum Kind { training, evaluation, backward };

  const T *x, *dy, *answer;  ///< y, or dx
  const float *weight, *bias, *mean, *var;
  Plane plane;
  Kind kind;
  double eps;
  Distance* found;

  /// Needs a double of shared memory for each thread, whose number is a power of two.
  template <class Context>
  BN_DEVICE void operator()(Context& cx) const {
    const int c = cx.block();
    const auto m = static_cast<double>(plane.values());
    double center = kind == evaluation ? cx.load(mean + c) : 0;
    double variance = kind == evaluation ? cx.load(var + c) : 0;
    if (kind != evaluation) {
      center = sum(cx, [&](std::int64_t i) { return value(cx, x, c, i); }) / m;
      const double rest = sum(cx, [&](std::int64_t i) { return value(cx, x, c, i) - center; });
      const double squares = sum(cx, [&](std::int64_t i) {
        const double centered = value(cx, x, c, i) - center;
        return centered * centered;
      });
      variance = (squares - rest * rest / m) / m;
      center += rest / m;
    }
    const double invstd = 1 / sqrt(variance + eps);
    const double a = cx.load(weight + c) * invstd, b = cx.load(bias + c);
    if (kind != backward) {
      return judge(cx, c, [&](std::int64_t i) { return (value(cx, x, c, i) - center) * a + b; });
    }
    const double from_dy = sum(cx, [&](std::int64_t i) { return value(cx, dy, c, i); }) / m;
    const double from_x =
        sum(cx,
            [&](std::int64_t i) { return value(cx, dy, c, i) * (value(cx, x, c, i) - center); }) *
        invstd * invstd / m;
    judge(cx, c, [&](std::int64_t i) {
      return a * (value(cx, dy, c, i) - from_dy - (value(cx, x, c, i) - center) * from_x);
    });
  }

 private:
  template <class Context>
  BN_DEVICE double value(Context& cx, const T* tensor, int channel, std::int64_t i) const {
    return cuda::to_double(cx.load(tensor + plane.offset(channel, i)));
  }

  /// Joins one value of each thread, as a tree.
  template <class Context, class Join>
  BN_DEVICE double join(Context& cx, double value, const Join& both) const {
    double* const all = cx.template shared<double>(0);
    cx.sync_block();
    all[cx.thread()] = value;
    for (int half = cx.threads() / 2; half > 0; half /= 2) {
      cx.sync_block();
      if (cx.thread() < half) all[cx.thread()] = both(all[cx.thread()], all[cx.thread() + half]);
    }
    cx.sync_block();
    return all[0];
  }

  template <class Context, class Term>
  BN_DEVICE double sum(Context& cx, const Term& term) const {
    double mine = 0;
    for (std::int64_t i = cx.thread(); i < plane.values(); i += cx.threads()) mine += term(i);
    return join(cx, mine, [](double a, double b) { return a + b; });
  }

  template <class Context, class Truth>
  BN_DEVICE void judge(Context& cx, int channel, const Truth& truth) const {
    double largest = 0, worst = 0;
    for (std::int64_t i = cx.thread(); i < plane.values(); i += cx.threads()) {
      const double exact = truth(i), error = fabs(value(cx, answer, channel, i) - exact);
      largest = fmax(largest, fabs(exact));
      worst = error <= 1.7976931348623157e308 ? fmax(worst, error) : 1 / 0.0;  // NaN is infinite
    }
    const auto larger = [](double a, double b) { return a > b ? a : b; };
    largest = join(cx, largest, larger);
    worst = join(cx, worst, larger);
    if (cx.thread() != 0) return;
    cx.store(&found[channel].largest, largest);
    cx.store(&found[channel].worst, worst);
  }
};

}  // namespace bncheck::gpu_bench

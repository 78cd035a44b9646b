#pragma once

#include "cpu/rounded/wide_near.h"

namespace cpu {

/// One channel as its sums tell, computed with 320 bits. A root takes microseconds: it is computed
/// only where it is asked for.
class WideChannel {
 public:
  /// A batch of m values, by the sums of x, x * x, dy and dy * x; those of dy may be zero.
  WideChannel(const LongSum& x, const LongSum& xx, const LongSum& dy, const LongSum& dy_x, double m,
              double eps)
      : m_(m), mean_(WideNear(x) / m), spread_(WideNear(xx) - WideNear(x) * mean_), dy_(dy) {
    radicand_ = spread_ / m + eps;
    along_ = WideNear(dy_x) - dy_ * mean_;
  }
  /// An evaluation.
  WideChannel(double mean, double var, const LongSum& dy, const LongSum& dy_x, double eps)
      : mean_(mean), radicand_(WideNear(var) + eps), dy_(dy) {
    along_ = WideNear(dy_x) - dy_ * mean_;
  }

  const WideNear& mean() const { return mean_; }
  const WideNear& spread() const { return spread_; }  // sum((x - mean)^2), of a batch
  const WideNear& dbias() const { return dy_; }
  WideNear invstd() const { return inverse_sqrt(radicand_); }
  WideNear dweight() const { return along_ * invstd(); }

  WideNear y(double x, double weight, double bias) const {
    return (WideNear(x) - mean_) * invstd() * weight + bias;
  }
  WideNear dx(double dy, double x, double weight) const {
    const WideNear r = invstd();
    if (m_ == 0) return WideNear(dy) * r * weight;
    const WideNear slope = along_ * r * r / m_;
    return (WideNear(dy) - dy_ / m_ - (WideNear(x) - mean_) * slope) * r * weight;
  }

 private:
  double m_ = 0;
  WideNear mean_, spread_, radicand_, dy_, along_;  // along: sum(dy (x - mean))
};

/// Returns what the number rounds to, if that can be told, else what exactly() tells.
template <class T, class Exactly>
T agreed_or(const WideNear& number, const Exactly& exactly) {
  const std::optional<std::int32_t> key = agreed_key(number, FormatOf<T>::kFormat);
  return key ? FormatOf<T>::number(*key) : exactly();
}

}  // namespace cpu

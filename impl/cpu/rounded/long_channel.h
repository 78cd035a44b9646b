#pragma once

#include "cpu/rounded/format.h"
#include "cpu/rounded/numbers.h"

namespace cpu {

/// One channel as its sums tell, computed with 106 bits. What needs a root is computed where it is
/// asked for.
class LongChannel {
 public:
  /// A batch of m values, by the sums of x, x * x, dy and dy * x; those of dy may be zero.
  LongChannel(const LongSum& x, const LongSum& xx, const LongSum& dy, const LongSum& dy_x, double m,
              double eps)
      : m_(m),
        mean_(mean_of(x, m)),
        spread_(centered(xx, mean_, x)),
        radicand_(spread_ / m + eps),
        dy_(dy),
        dy_x_(dy_x) {}
  /// An evaluation.
  LongChannel(double mean, double var, const LongSum& dy, const LongSum& dy_x, double eps)
      : mean_(mean), radicand_(LongNear(var) + eps), dy_(dy), dy_x_(dy_x) {}

  const LongNear& mean() const { return mean_; }
  const LongNear& spread() const { return spread_; }  // sum((x - mean)^2), of a batch
  const LongNear& dbias() const { return dy_; }
  LongNear invstd() const { return inverse_sqrt(radicand_); }
  LongNear dweight() const { return along() * invstd(); }

  LongNear y(double x, double weight, double bias) const {
    return (x - mean_) * invstd() * weight + bias;
  }
  LongNear dx(double dy, double x, double weight) const {
    const LongNear r = invstd();
    if (m_ == 0) return dy * r * weight;
    const LongNear slope = along() * r * r / m_;
    return (dy - dy_ / m_ - (x - mean_) * slope) * r * weight;
  }

 private:
  LongNear along() const { return dy_x_ - dy_ * mean_; }  // sum(dy (x - mean))

  double m_ = 0;
  LongNear mean_, spread_, radicand_, dy_, dy_x_;
};

/// Returns what the number rounds to, if that can be told, else what exactly() tells.
template <class T, class Exactly>
T agreed_or(const LongNear& number, const Exactly& exactly) {
  const std::optional<std::int32_t> key = agreed_key(number, FormatOf<T>::kFormat);
  return key ? FormatOf<T>::number(*key) : exactly();
}

}  // namespace cpu

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

#include "cpu/rounded/surd.h"

namespace cpu {

/// Adds floats and products of floats without error, by exponent (docs/rounding.md).
class ExactSum {
 public:
  /// Floats and those that halves convert to; 2^39 of them, and 2^79 products.
  void add(float value);
  void add_product(float a, float b);
  Binary values() const;
  Binary products() const;

 private:
  std::array<std::int64_t, 256> values_{};
  std::array<__int128, 512> products_{};
};

/// Sums over one channel without error: of values, of their products with x, and of dy * ddx.
struct ChannelTotals {
  Binary x, x_x, dy, dy_x, ddx, ddx_x, both;
};

/// The same of floats, while they are added.
struct ChannelSums {
  ExactSum x, dy, ddx;  // of values; and of their products with x
  ExactSum both;        // dy * ddx

  void add(float x_value, float dy_value, float ddx_value);
  ChannelTotals totals() const;
};

/// One channel in numbers without error. mean = total / count and
/// 1/sqrt(var + eps) = count / sqrt(z); but for the mean and what becomes of the running
/// statistics, nothing may be asked for unless z is positive.
class ExactChannel {
 public:
  /// The batch's statistics.
  ExactChannel(const ChannelTotals& totals, std::int64_t m, double eps);
  ExactChannel(const ChannelSums& sums, std::int64_t m, double eps)
      : ExactChannel(sums.totals(), m, eps) {}
  /// The running statistics.
  ExactChannel(const ChannelTotals& totals, double running_mean, double running_var, double eps);
  ExactChannel(const ChannelSums& sums, double running_mean, double running_var, double eps)
      : ExactChannel(sums.totals(), running_mean, running_var, eps) {}

  bool has_root() const { return root_.z.sign() > 0; }
  LongNear mean() const { return mean_surd().near(root_); }
  LongNear invstd() const { return invstd_surd().near(root_); }
  LongNear long_mean() const { return mean_surd().enclosed(root_); }
  LongNear long_invstd() const { return invstd_surd().enclosed(root_); }
  /// Parameters and statistics are of type P.
  template <class P = float>
  P rounded_mean() const {
    return number<P>(mean_surd());
  }
  template <class P = float>
  P rounded_invstd() const {
    return number<P>(invstd_surd());
  }
  template <class P = float>
  P running_mean(std::type_identity_t<P> old, double momentum) const {
    return number<P>(running_mean_surd(old, momentum));
  }
  /// With the variance over m - 1.
  template <class P = float>
  P running_var(std::type_identity_t<P> old, double momentum) const {
    return number<P>(running_var_surd(old, momentum));
  }
  template <class P = float>
  P dweight() const {
    return number<P>({{}, dy_along_, 1.0});
  }
  template <class P = float>
  P dbias() const {
    return number<P>({dy_total_, {}, 1.0});
  }

  template <class T>
  T y(T x, double weight, double bias) const {
    return number<T>(y_surd(FormatOf<T>::value(x), weight, bias));
  }
  template <class T>
  T dx(T dy, T x, double weight) const {
    return number<T>(dx_surd(FormatOf<T>::value(dy), FormatOf<T>::value(x), weight));
  }

  /// The derivatives of dx, dweight and dbias along ddx, ddweight and ddbias.
  template <class P = float>
  P d_weight() const {
    return number<P>(d_weight_surd());
  }
  template <class T>
  T d_x(T ddx, T dy, T x, double weight, double ddweight) const {
    return number<T>(d_x_surd(FormatOf<T>::value(ddx), FormatOf<T>::value(dy),
                              FormatOf<T>::value(x), weight, ddweight));
  }
  template <class T>
  T d_dy(T ddx, T x, double weight, double ddweight, double ddbias) const {
    return number<T>(
        d_dy_surd(FormatOf<T>::value(ddx), FormatOf<T>::value(x), weight, ddweight, ddbias));
  }

 private:
  template <class T>
  T number(const Surd& surd) const {
    if constexpr (std::is_same_v<T, double>) {
      return surd.nearest(root_);
    } else {
      return FormatOf<T>::number(surd.rounded(root_, FormatOf<T>::kFormat));
    }
  }
  Surd mean_surd() const { return {total_, {}, count_}; }
  Surd invstd_surd() const { return {{}, count_, 1.0}; }
  Surd running_mean_surd(double old, double momentum) const;
  Surd running_var_surd(double old, double momentum) const;
  Surd d_weight_surd() const;
  Surd y_surd(double x, double weight, double bias) const;
  Surd dx_surd(double dy, double x, double weight) const;
  Surd d_x_surd(double ddx, double dy, double x, double weight, double ddweight) const;
  Surd d_dy_surd(double ddx, double x, double weight, double ddweight, double ddbias) const;

  bool training_;
  Binary count_, total_, spread_;  // m, sum(x), m^2 var; 1, running_mean, running_var
  // Sums of deviations, times m; in evaluation, those from the running mean, and plain ones of dy
  // and ddx.
  Binary dy_total_, ddx_total_, dy_along_, ddx_along_, both_;
  Radicand root_;
};

}  // namespace cpu

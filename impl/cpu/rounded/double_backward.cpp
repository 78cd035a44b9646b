#include <vector>

#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/problem.h"

namespace cpu::rounded {
namespace {

/// The derivatives of backward's outputs (dx, dweight, dbias) along (ddx, ddweight, ddbias). A
/// value is computed with the bound of its error, and without error where that leaves it open.
template <class T>
class DoubleBackward {
 public:
  explicit DoubleBackward(const bn_double_backward_args& args)
      : problem_(args, args.dy, args.ddx),
        d_x_(args.d_x),
        d_dy_(args.d_dy),
        d_weight_(args.d_weight),
        weight_(args.weight),
        ddweight_(args.ddweight),
        ddbias_(args.ddbias),
        terms_(problem_.channels()) {}

  void run() {
    problem_.quick().prepare(false);
    problem_.walk().rows(
        Pass{[&](auto c, auto b) { problem_.quick().add(c, b); }, [&](auto c) { finish(c); }},
        Pass{[&](auto c, auto b) { write(c, b); }, [](auto) {}});
  }

 private:
  /// value - center for a value of a channel, the center known to be near.
  struct Center {
    double high = 0;
    Near low;

    Center() = default;
    explicit Center(const LongNear& mean) : high(mean.high), low{mean.low, mean.radius} {}
    Near operator()(double value) const { return Near{value, 0} - Near{high, 0} - low; }
  };
  /// factor[0] * (x - mean) + factor[1] * (dy - mean) + factor[2] * (ddx - mean) + constant.
  struct Terms {
    bool plain = false;
    Center x, dy, ddx;
    Near d_x[3], d_dy[3], constant;
  };

  Near double_or(const Parameter& parameter, std::int64_t c, double absent) const {
    return {parameter.get_or(c, absent), 0};
  }

  void finish(std::int64_t c) {
    const Channel channel = problem_.channel(c);
    const auto& [x, xx, dy, dy_x, ddx, ddx_x, both] = problem_.cut().at(c);
    const Near dy_along = centered(dy_x, channel.mean, dy).near();
    const Near ddx_along = centered(ddx_x, channel.mean, ddx).near();
    const Near r = channel.invstd, w = double_or(weight_, c, 1);
    const Near ddweight = double_or(ddweight_, c, 0);
    Terms& terms = terms_[static_cast<std::size_t>(c)];
    terms.x = Center(channel.mean);
    terms.constant = double_or(ddbias_, c, 0);
    Near d_weight;
    if (problem_.is_training()) {
      const double m = problem_.count();
      const LongNear mean_dy = mean_of(dy, m), mean_ddx = mean_of(ddx, m);
      terms.dy = Center(mean_dy);
      terms.ddx = Center(mean_ddx);
      const Near together = centered(both, mean_dy, ddx).near();
      const Near p = dy_along * r * r / m, q = ddx_along * r * r / m;
      d_weight = r * (together - ddx_along * p);
      terms.d_dy[0] = terms.d_x[1] = r * (ddweight - w * q);
      terms.d_x[0] = r * (w * (Near{3, 0} * p * q - together * r * r / m) - ddweight * p);
      terms.d_x[2] = -(w * r * p);
    } else {
      d_weight = r * both.near();
      terms.d_dy[0] = terms.d_x[1] = ddweight * r;
    }
    terms.d_dy[2] = w * r;
    terms.plain = channel.is_plain || !std::isfinite(d_weight.value);
    if (!d_weight_.present()) return;
    const std::optional<float> agreed = cpu::agreed<float>(d_weight);
    d_weight_.set(c, agreed ? *agreed : terms.plain ? NAN : problem_.exact(c).d_weight());
  }

  void write(std::int64_t c, std::int64_t b) {
    T buffers[5][Problem<T>::kBlock];
    const Block here = problem_.block(b);
    const auto x = problem_.x().read(c, here, buffers[0]);
    const auto dy = problem_.dy().read(c, here, buffers[1]);
    const auto ddx = problem_.ddx().read(c, here, buffers[2]);
    const auto at = [](const auto& rows, std::int64_t image, std::int64_t i) -> auto& {
      return rows.first[image * rows.stride + i];
    };
    if (d_x_.present()) {
      const auto to = d_x_.target(c, here, buffers[3]);
      for_each_value(here, [&](std::int64_t n, std::int64_t i) {
        at(to, n, i) = d_x(c, at(x, n, i), at(dy, n, i), at(ddx, n, i));
      });
      d_x_.finish(c, here, buffers[3]);
    }
    if (d_dy_.present()) {
      const auto to = d_dy_.target(c, here, buffers[4]);
      for_each_value(here, [&](std::int64_t n, std::int64_t i) {
        at(to, n, i) = d_dy(c, at(x, n, i), at(dy, n, i), at(ddx, n, i));
      });
      d_dy_.finish(c, here, buffers[4]);
    }
  }

  static Near combined(const Terms& terms, const Near* factors, T x, T dy, T ddx) {
    return factors[0] * terms.x(FormatOf<T>::value(x)) +
           factors[1] * terms.dy(FormatOf<T>::value(dy)) +
           factors[2] * terms.ddx(FormatOf<T>::value(ddx));
  }

  T d_x(std::int64_t c, T x, T dy, T ddx) {
    const Terms& terms = terms_[static_cast<std::size_t>(c)];
    return decided(combined(terms, terms.d_x, x, dy, ddx), terms.plain, [&] {
      return problem_.exact(c).d_x(ddx, dy, x, weight_.get_or(c, 1), ddweight_.get_or(c, 0));
    });
  }

  T d_dy(std::int64_t c, T x, T dy, T ddx) {
    const Terms& terms = terms_[static_cast<std::size_t>(c)];
    return decided(combined(terms, terms.d_dy, x, dy, ddx) + terms.constant, terms.plain, [&] {
      return problem_.exact(c).d_dy(ddx, x, weight_.get_or(c, 1), ddweight_.get_or(c, 0),
                                    ddbias_.get_or(c, 0));
    });
  }

  /// Rounds the value where all that it may be rounds to one number, or where it has none.
  template <class Exactly>
  T decided(Near value, bool plain, const Exactly& exactly) const {
    if (!std::isfinite(value.value)) return not_a_number();
    const double reach = value.radius * kRoom + 2 * kUnit * std::fabs(value.value) + kUnderflow;
    const T low = FormatOf<T>::nearest(value.value - reach);
    if (plain) return low;
    const T high = FormatOf<T>::nearest(value.value + reach);
    return FormatOf<T>::value(low) == FormatOf<T>::value(high) ? low : exactly();
  }

  static T not_a_number() {
    const std::int32_t key = FormatOf<T>::kFormat.infinity() + 1;
    return FormatOf<T>::number(key | 1 << (FormatOf<T>::kFormat.fraction_bits - 1));
  }

  Problem<T> problem_;
  Tensor<T> d_x_, d_dy_;
  Parameter d_weight_, weight_, ddweight_, ddbias_;
  std::vector<Terms> terms_;
};

}  // namespace

template <class T>
void double_backward(const bn_double_backward_args& args) {
  DoubleBackward<T>(args).run();
}

template void double_backward<float>(const bn_double_backward_args&);
template void double_backward<Float16>(const bn_double_backward_args&);
template void double_backward<BFloat16>(const bn_double_backward_args&);

}  // namespace cpu::rounded

#include <vector>

#include "cpu/batch_norm.h"
#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/line.h"
#include "cpu/rounded/problem.h"

namespace cpu::rounded {
namespace {

/// The statistics are computed from x again: those that were saved have been rounded.
template <class T>
class Backward {
 public:
  explicit Backward(const bn_backward_args& args)
      : args_(args),
        problem_(args, of_dy, args.dy),
        dx_(args.dx),
        weight_(args.weight),
        plain_(problem_.channels()),
        mean_(problem_.channels()),
        slope_(mean_),
        offset_(mean_),
        scale_(mean_),
        slack_(mean_),
        slack_along_(mean_),
        low_(mean_),
        high_(mean_) {}

  void run() {
    const auto finish = [&](std::int64_t c) { finish_channel(c); };
    if (by_columns()) {
      walk().columns(Pass{[&](auto... of) { problem_.add_columns(of...); }, finish},
                     Pass{[&](auto... of) { column_gradient(of...); }, [](auto) {}});
    } else {
      walk().rows(Pass{[&](auto c, auto b) { problem_.add(c, b); }, finish},
                  Pass{[&](auto c, auto b) { try_out(c, b); }, [](auto) {}},
                  Pass{[&](auto c, auto b) { gradient(c, b); }, [](auto) {}});
    }
  }

 private:
  const Walk& walk() const { return problem_.walk(); }
  Block block(std::int64_t b) const { return problem_.block(b); }

  bool by_columns() const {
    return problem_.x().has_columns() && problem_.dy().has_columns() &&
           (dx_.has_columns() || !dx_.present()) && !is_in_place() &&
           problem_.channels() % kColumns == 0;
  }

  bool is_in_place() const { return dx_.is_in_place_of(problem_.dy()); }

  void finish_channel(std::int64_t c) {
    const Channel channel = problem_.channel(c);
    LongSum dy, dy_x;
    problem_.total(c, of_dy, dy, dy_x);
    // sum(dy (x - mean)); without a root its bits would follow from the order of the sums.
    Near projection = channel.is_plain ? Near{NAN, 0} : centered(dy_x, channel.mean, dy);
    // Where it may be 0 for that reason no bound would ever tell that dx is: a loss that sums y up,
    // or a branch that is not taken.
    const bool is_zero = problem_.is_training() && !channel.is_plain &&
                         std::fabs(projection.value) <= projection.radius &&
                         problem_.has_constant_dy(c);
    if (is_zero) projection = {0, 0};
    const Near dweight = projection * channel.invstd;
    put(
        args_.dbias, c, dy.near(), [](const WideChannel& wide) { return wide.dbias(); },
        [&] { return problem_.exact(c).dbias(); });
    put(
        args_.dweight, c, dweight, [](const WideChannel& wide) { return wide.dweight(); },
        [&] { return problem_.exact(c).dweight(); });
    const double weight = weight_.get_or(c, 1);
    const auto i = static_cast<std::size_t>(c);
    // In evaluation dx is nobody else's concern but dy's.
    const bool undefined = problem_.is_training() && !std::isfinite(projection.value);
    plain_[i] = channel.is_plain || undefined || !std::isfinite(weight);
    GradientTerms terms = {channel.mean, {}, channel.invstd, {}, weight};
    if (problem_.is_training()) {
      terms.mean_dy = mean_of(dy, problem_.count());
      terms.slope = dweight * channel.invstd / problem_.count();
    }
    if (plain_[i]) {
      set(i, {channel.mean.high, terms.slope.value, terms.mean_dy.high,
              weight * channel.invstd.value, 0, 0, NAN, NAN});
    } else {
      set(i, is_zero ? zero_gradient() : certified_gradient_terms(terms));
    }
  }

  void set(std::size_t i, const CertifiedGradient& gradient) {
    mean_[i] = gradient.mean;
    slope_[i] = gradient.slope;
    offset_[i] = gradient.offset;
    scale_[i] = gradient.scale;
    slack_[i] = gradient.slack;
    slack_along_[i] = gradient.slack_along;
    low_[i] = gradient.low;
    high_[i] = gradient.high;
  }

  CertifiedGradient terms(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {mean_[i],  slope_[i],       offset_[i], scale_[i],
            slack_[i], slack_along_[i], low_[i],    high_[i]};
  }
  CertifiedGradients all_terms(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {&mean_[i],  &slope_[i],       &offset_[i], &scale_[i],
            &slack_[i], &slack_along_[i], &low_[i],    &high_[i]};
  }
  Gradient plain_terms(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {mean_[i], scale_[i], offset_[i], slope_[i]};
  }

  /// Writes the value if all that it may be round to one number, or it is none; else what wide
  /// arithmetic says, or exactly().
  template <class Widely, class Exactly>
  void put(const bn_tensor& tensor, std::int64_t c, Near value, const Widely& widely,
           const Exactly& exactly) {
    const Parameter parameter(tensor);
    if (!parameter.present()) return;
    if (const std::optional<float> agreed = cpu::agreed<float>(value)) {
      parameter.set(c, *agreed);
    } else if (!std::isfinite(value.value)) {
      parameter.set(c, value.value);
    } else {
      parameter.set(c, agreed_or<float>(widely(problem_.wide(c)), exactly));
    }
  }

  /// Writes a block as if to dx, to find out, before dy is overwritten, which channels must be
  /// known exactly.
  void try_out(std::int64_t c, std::int64_t b) {
    if (!is_in_place()) return;
    T dy[Problem<T>::kBlock], x[Problem<T>::kBlock], dx[Problem<T>::kBlock];
    gradient(c, b, problem_.dy().read(c, block(b), dy), problem_.x().read(c, block(b), x),
             {dx, block(b).length});
  }

  void gradient(std::int64_t c, std::int64_t b) {
    if (!dx_.present()) return;
    T dy[Problem<T>::kBlock], x[Problem<T>::kBlock], dx[Problem<T>::kBlock];
    const Tensor<const T>& gradients = problem_.dy();
    gradient(c, b,
             is_in_place() ? gradients.copy(c, block(b), dy) : gradients.read(c, block(b), dy),
             problem_.x().read(c, block(b), x), dx_.target(c, block(b), dx));
    dx_.finish(c, block(b), dx);
  }

  void gradient(std::int64_t c, std::int64_t b, Rows<const T> dy, Rows<const T> x, Rows<T> dx) {
    if (plain_[static_cast<std::size_t>(c)]) {
      return kernels<T>().gradient(dy, x, dx, block(b).extent(), plain_terms(c));
    }
    const auto& kernel = certified_kernels<T>().gradient;
    const CertifiedGradient certified = terms(c);
    if (kernel(dy, x, dx, block(b).extent(), certified)) return;
    const auto at = [](const auto& rows, std::int64_t n, std::int64_t i) {
      return rows.first + n * rows.stride + i;
    };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t count) {
          return kernel({at(dy, n, i), 0}, {at(x, n, i), 0}, {at(dx, n, i), 0}, {1, count},
                        certified);
        },
        [&](std::int64_t n, std::int64_t i) {
          settle(c, at(dy, n, i), at(x, n, i), at(dx, n, i));
        });
  }

  void column_gradient(std::int64_t first, std::int64_t count, std::int64_t b) {
    if (!dx_.present()) return;
    const auto& kernel = certified_kernels<T>().column_gradient;
    if (kernel(problem_.dy().columns(first, block(b)), problem_.x().columns(first, block(b)),
               dx_.columns(first, block(b)), block(b).extent(), count, all_terms(first))) {
      return;
    }
    for (std::int64_t c = 0; c < count; c += kColumns) settle_columns(first + c, b);
  }

  void settle_columns(std::int64_t c, std::int64_t b) {
    const auto dy = problem_.dy().columns(c, block(b));
    const auto x = problem_.x().columns(c, block(b));
    const auto dx = dx_.columns(c, block(b));
    const auto at = [](const auto& columns, std::int64_t n, std::int64_t i) {
      return columns.first + n * columns.row_stride + i * columns.stride;
    };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t length) {
          return certified_kernels<T>().column_gradient(
              {at(dy, n, i), 0, dy.stride}, {at(x, n, i), 0, x.stride},
              {at(dx, n, i), 0, dx.stride}, {1, length}, kColumns, all_terms(c));
        },
        [&](std::int64_t n, std::int64_t i) {
          for (int k = 0; k < kColumns; ++k) {
            settle(c + k, at(dy, n, i) + k, at(x, n, i) + k, at(dx, n, i) + k);
          }
        });
  }

  /// Writes one value, which Ziv's test may not decide.
  void settle(std::int64_t c, const T* dy, const T* x, T* dx) {
    const Rows<const T> gradient = {dy, 0}, value = {x, 0};
    const Rows<T> to = {dx, 0};
    const bool finite = std::isfinite(FormatOf<T>::value(*dy)) &&
                        (!problem_.is_training() || std::isfinite(FormatOf<T>::value(*x)));
    if (plain_[static_cast<std::size_t>(c)] || !finite) {
      kernels<T>().gradient(gradient, value, to, {1, 1}, plain_terms(c));
    } else if (!certified_kernels<T>().gradient(gradient, value, to, {1, 1}, terms(c))) {
      const double weight_value = weight_.get_or(c, 1);
      const WideNear wide =
          problem_.wide(c).dx(FormatOf<T>::value(*dy), FormatOf<T>::value(*x), weight_value);
      *dx = agreed_or<T>(wide, [&] { return problem_.exact(c).dx(*dy, *x, weight_value); });
    }
  }

  const bn_backward_args& args_;
  Problem<T> problem_;
  Tensor<T> dx_;
  Parameter weight_;
  std::vector<char> plain_;
  // CertifiedGradient, by channel.
  std::vector<double> mean_, slope_, offset_, scale_, slack_, slack_along_, low_, high_;
};

}  // namespace

template <class T>
void backward(const bn_backward_args& args) {
  Backward<T>(args).run();
}

template <>
void backward<double>(const bn_backward_args& args) {
  cpu::backward<double>(args);
}

template void backward<float>(const bn_backward_args&);
template void backward<Float16>(const bn_backward_args&);
template void backward<BFloat16>(const bn_backward_args&);

}  // namespace cpu::rounded

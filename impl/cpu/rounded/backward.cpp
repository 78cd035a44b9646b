#include <vector>

#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/numbers.h"
#include "cpu/rounded/problem.h"
#include "cpu/rounded/tables.h"

namespace cpu::rounded {
namespace {

/// The statistics are computed from x again, if no context has them: those that were saved have
/// been rounded.
template <class T>
class Backward {
 public:
  explicit Backward(const bn_backward_args& args, const double* context)
      : args_(args),
        problem_(args, args.dy, {}, context),
        dx_(args.dx),
        weight_(args.weight),
        plain_(problem_.channels()),
        plain_terms_(problem_.channels()),
        terms_(problem_.channels()) {}

  void run() {
    problem_.quick().prepare(by_columns());
    if (by_columns()) problem_.wait();
    const auto finish = [&](std::int64_t c) { finish_channel(c); };
    if (by_columns()) {
      walk().columns(Pass{[&](auto... of) { problem_.quick().add_columns(of...); }, finish},
                     Pass{[&](auto... of) { column_gradient(of...); }, [](auto) {}});
      decide_open();
    } else {
      walk().rows(Pass{[&](auto c, auto b) { problem_.quick().add(c, b); }, finish},
                  Pass{[&](auto c, auto b) { try_out(c, b); }, [](auto) {}},
                  Pass{[&](auto c, auto b) { gradient(c, b); }, [](auto) {}});
    }
  }

 private:
  static std::size_t at(std::int64_t c) { return static_cast<std::size_t>(c); }
  const Walk& walk() const { return problem_.walk(); }
  Block block(std::int64_t b) const { return problem_.block(b); }

  bool by_columns() const {
    return problem_.x().has_columns() && problem_.dy().has_columns() &&
           (dx_.has_columns() || !dx_.present()) && !is_in_place() &&
           problem_.channels() % kColumns == 0;
  }

  bool is_in_place() const { return dx_.is_in_place_of(problem_.dy()); }

  /// What is known of a channel's dy.
  struct Gradients {
    LongSum dy;
    Near projection;  // sum(dy (x - mean))
    double squares;   // of dy
  };

  Gradients quick_gradients(std::int64_t c, const Channel& channel) {
    const PivotSums x = problem_.quick().x(c);
    const QuickTotal total = problem_.quick().dy(c);
    const LongSum dy = total.values(problem_.count(), total.squares());
    const LongSum along = total.products(problem_.count(), total.squares(), x.xx.high());
    return {dy, centered(along, channel.mean + LongNear(-x.pivot), dy).near(), total.squares()};
  }

  /// Takes quick sums, unless they tell little of what the means and x leave of dy.
  Gradients gradients(std::int64_t c, const Channel& channel) {
    Gradients quick = quick_gradients(c, channel);
    const double mean = quick.dy.high() / problem_.count();
    const double along = quick.projection.value * channel.invstd.value;
    const double left = quick.squares - mean * quick.dy.high() - along * along / problem_.count();
    if (!problem_.is_training() || left >= 0x1p-16 * quick.squares) return quick;
    return cut_gradients(c, channel, quick.squares);
  }

  Gradients cut_gradients(std::int64_t c, const Channel& channel, double squares) {
    const CutSums& sums = problem_.cut().at(c);
    return {sums.dy, centered(sums.dy_x, channel.mean, sums.dy).near(), squares};
  }

  GradientTerms terms_of(std::int64_t c, const Channel& channel, const Gradients& known) const {
    const Format& format = FormatOf<T>::kFormat;
    GradientTerms terms = {channel.mean, {}, channel.invstd, {}, weight_.get_or(c, 1), {}, {}};
    terms.dy_limit = Limit::above(8 * std::sqrt(known.squares / problem_.count()), format);
    terms.x_limit = Limit::above(std::fabs(channel.mean.high) + 8 / channel.invstd.value, format);
    if (problem_.is_training()) {
      terms.mean_dy = mean_of(known.dy, problem_.count());
      terms.slope = known.projection * channel.invstd * channel.invstd / problem_.count();
    } else {
      terms.x_limit = Limit::above(INFINITY, format);
    }
    return terms;
  }

  void finish_channel(std::int64_t c) {
    const Channel channel = problem_.channel(c);
    auto [dy, projection, squares] = gradients(c, channel);
    // Without a root its bits would follow from the order of the sums.
    if (channel.is_plain) projection = {NAN, 0};
    // Where it may be 0 for that reason no bound would ever tell that dx is: a loss that sums y up,
    // or a branch that is not taken.
    const bool is_zero = problem_.is_training() && !channel.is_plain &&
                         std::fabs(projection.value) <= projection.radius &&
                         problem_.has_constant_dy(c);
    if (is_zero) projection = {0, 0};
    const Near dweight = projection * channel.invstd;
    problem_.put(
        args_.dbias, c, dy.near(), [](const LongChannel& longer) { return longer.dbias(); },
        [this, c] { return problem_.exact(c).dbias(); });
    problem_.put(
        args_.dweight, c, dweight, [](const LongChannel& longer) { return longer.dweight(); },
        [this, c] { return problem_.exact(c).dweight(); });
    const double weight = weight_.get_or(c, 1);
    const std::size_t i = at(c);
    // In evaluation dx is nobody else's concern but dy's.
    const bool undefined = problem_.is_training() && !std::isfinite(projection.value);
    plain_[i] = channel.is_plain || undefined || !std::isfinite(weight);
    const GradientTerms terms = terms_of(c, channel, {dy, projection, squares});
    plain_terms_[i] = {channel.mean.high, weight * channel.invstd.value, terms.mean_dy.high,
                       terms.slope.value};
    terms_.set(i, plain_[i] ? open_gradient()
                  : is_zero ? zero_gradient()
                            : certified_gradient_terms(terms));
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
    if (plain_[at(c)]) {
      return kernels<T>().gradient(dy, x, dx, block(b).extent(), plain_terms_[at(c)]);
    }
    const auto& kernel = certified_kernels<T>().gradient_closely;
    if (certified_kernels<T>().gradient(dy, x, dx, block(b).extent(), terms_[at(c)])) return;
    if (kernel(dy, x, dx, block(b).extent(), closest(c))) return;
    const auto place = [](const auto& rows, std::int64_t n, std::int64_t i) {
      return rows.first + n * rows.stride + i;
    };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t count) {
          return kernel({place(dy, n, i), 0}, {place(x, n, i), 0}, {place(dx, n, i), 0}, {1, count},
                        closest(c));
        },
        [&](std::int64_t n, std::int64_t i) {
          settle(c, place(dy, n, i), place(x, n, i), place(dx, n, i),
                 [&](auto... of) { decide(of...); });
        });
  }

  void column_gradient(std::int64_t first, std::int64_t count, std::int64_t b) {
    if (!dx_.present()) return;
    const auto& kernels = certified_kernels<T>();
    const CertifiedGradients terms = terms_.from(at(first));
    for_each_stretch(block(b), count, [&](const Block& here) {
      const auto dy = problem_.dy().columns(first, here);
      const auto x = problem_.x().columns(first, here);
      const auto dx = dx_.columns(first, here);
      if (kernels.column_gradient(dy, x, dx, here.extent(), count, terms)) return;
      if (kernels.column_gradient_closely(dy, x, dx, here.extent(), count, terms)) return;
      for (std::int64_t c = 0; c < count; c += kColumns) settle_columns(first + c, here);
    });
  }

  void settle_columns(std::int64_t c, const Block& here) {
    const auto dy = problem_.dy().columns(c, here);
    const auto x = problem_.x().columns(c, here);
    const auto dx = dx_.columns(c, here);
    const auto place = [](const auto& columns, std::int64_t n, std::int64_t i) {
      return columns.first + n * columns.row_stride + i * columns.stride;
    };
    GradientTable terms(kColumns);
    for (int k = 0; k < kColumns; ++k) terms.set(at(k), closest(c + k));
    for_each_undone(
        here,
        [&](std::int64_t n, std::int64_t i, std::int64_t length) {
          return certified_kernels<T>().column_gradient_closely(
              {place(dy, n, i), 0, dy.stride}, {place(x, n, i), 0, x.stride},
              {place(dx, n, i), 0, dx.stride}, {1, length}, kColumns, terms.from(0));
        },
        [&](std::int64_t n, std::int64_t i) {
          for (int k = 0; k < kColumns; ++k) {
            settle(c + k, place(dy, n, i) + k, place(x, n, i) + k, place(dx, n, i) + k,
                   [&](auto... of) { decide_later(of...); });
          }
        });
  }

  /// Writes one value, for which decide(channel, dy, x, dx) is called if Ziv's test leaves it open.
  template <class Decide>
  void settle(std::int64_t c, const T* dy, const T* x, T* dx, const Decide& decide) {
    const Rows<const T> gradient = {dy, 0}, value = {x, 0};
    const Rows<T> to = {dx, 0};
    const bool finite = std::isfinite(FormatOf<T>::value(*dy)) &&
                        (!problem_.is_training() || std::isfinite(FormatOf<T>::value(*x)));
    const auto& kernel = certified_kernels<T>().gradient_closely;
    if (plain_[at(c)] || !finite) {
      kernels<T>().gradient(gradient, value, to, {1, 1}, plain_terms_[at(c)]);
    } else if (!kernel(gradient, value, to, {1, 1}, closest(c))) {
      decide(c, dy, x, dx);
    }
  }

  /// Returns the constants with the least bounds that are known.
  CertifiedGradient closest(std::int64_t c) {
    if (!sharp_.knows(c)) return terms_[at(c)];
    return sharp_.at(c, [] { return open_gradient(); });
  }

  /// Where sums are exact, as those of numbers on a grid, cut ones decide much at the first step.
  bool is_sharp(std::int64_t c, const T* dy, const T* x, T* dx) {
    if (!problem_.is_training()) return false;
    const auto make = [&] {
      const std::optional<Channel> channel = problem_.cut_channel(c);
      if (!channel) return terms_[at(c)];
      const double squares = problem_.quick().dy(c).squares();
      return certified_gradient_terms(terms_of(c, *channel, cut_gradients(c, *channel, squares)));
    };
    return certified_kernels<T>().gradient_closely({dy, 0}, {x, 0}, {dx, 0}, {1, 1},
                                                   sharp_.at(c, make));
  }

  void decide(std::int64_t c, const T* dy, const T* x, T* dx) {
    if (is_sharp(c, dy, x, dx)) return;
    const double weight = weight_.get_or(c, 1);
    const LongNear longer =
        problem_.long_channel(c).dx(FormatOf<T>::value(*dy), FormatOf<T>::value(*x), weight);
    *dx = agreed_or<T>(longer, [&] { return problem_.exact(c).dx(*dy, *x, weight); });
  }
  void decide_later(std::int64_t c, const T* dy, const T* x, T* dx) {
    if (problem_.cut().knows(c) || !open_.take({c, dy, x, dx})) decide(c, dy, x, dx);
  }
  void decide_open() {
    // Elements of an evaluation need no sums.
    problem_.cut_and_write(problem_.is_training() ? open_.channels() : std::vector<std::int64_t>{});
    for (const Open& value : open_.items()) decide(value.channel, value.dy, value.x, value.dx);
  }

  struct Open {
    std::int64_t channel;
    const T *dy, *x;
    T* dx;
  };

  const bn_backward_args& args_;
  Problem<T> problem_;
  Tensor<T> dx_;
  Parameter weight_;
  std::vector<char> plain_;
  std::vector<Gradient> plain_terms_;  // of the formula in double
  GradientTable terms_;
  ByChannel<CertifiedGradient> sharp_{walk().shape().channels};
  Waiting<Open> open_;
};

}  // namespace

template <class T>
void backward(const bn_backward_args& args, const double* context) {
  Backward<T>(args, context).run();
}

template void backward<float>(const bn_backward_args&, const double*);
template void backward<Float16>(const bn_backward_args&, const double*);
template void backward<BFloat16>(const bn_backward_args&, const double*);

}  // namespace cpu::rounded

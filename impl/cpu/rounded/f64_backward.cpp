#include <vector>

#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/f64_elements.h"
#include "cpu/rounded/f64_problem.h"

// Backward of f64: what backward.cpp is to narrower types.
namespace cpu::rounded {
namespace {

/// The statistics are computed from x again: those that were saved have been rounded.
class DoubleBackward {
 public:
  explicit DoubleBackward(const bn_backward_args& args)
      : args_(args),
        problem_(args, 2, args.dx, args.dy),
        dx_(args.dx),
        weight_(args.weight),
        plain_(problem_.channels()),
        terms_(problem_.channels()) {}

  void run() {
    if (problem_.by_columns()) {
      return walk().columns(
          Pass{[this](auto... of) { problem_.add_columns(of...); }, [this](auto c) { finish(c); }},
          Pass{[this](auto... of) { column_gradient(of...); }, [](auto) {}});
    }
    walk().rows(Pass{[this](auto c, auto b) { problem_.add(c, b); }, [this](auto c) { finish(c); }},
                Pass{[this](auto c, auto b) { try_out(c, b); }, [](auto) {}},
                Pass{[this](auto c, auto b) { gradient(c, b); }, [](auto) {}});
  }

 private:
  using Buffer = double[DoubleProblem::kBlock];

  /// Where the definition has no value, dx is that of the formula in double.
  struct Plain {
    bool is_used;
    Gradient gradient;
  };

  const Walk& walk() const { return problem_.walk(); }
  Block block(std::int64_t b) const { return problem_.block(b); }
  const Plain& plain(std::int64_t c) const { return plain_[static_cast<std::size_t>(c)]; }
  const DoubleCombination* terms(std::int64_t c) const {
    return &terms_[static_cast<std::size_t>(c)];
  }
  bool is_in_place() const { return dx_.is_in_place_of(problem_.dy()); }

  /// The sums of dy, and whether it is finite.
  struct Sums {
    DoubleTotals totals;
    bool are_finite;
  };
  Sums sums_of_dy(std::int64_t c) const {
    const DoubleTotals dy = problem_.totals(c, Of::dy);
    const bool finite = std::isfinite(dy.values.high) && std::isfinite(dy.products.high);
    return {dy, finite || problem_.is_finite(problem_.dy(), c)};
  }

  void finish(std::int64_t c) {
    const DoubleChannel channel = problem_.channel(c);
    const Sums dy = sums_of_dy(c);
    const DoubleTotals x = problem_.totals(c, Of::x);
    // sum(dy (x - mean)); of a dy that is the same throughout, 0 in training, and so is dx.
    const bool is_zero = problem_.is_training() && !dy.totals.varies;
    const LongNear projection =
        is_zero ? LongNear() : problem_.centered(c, dy.totals, x, /*second_is_x=*/true);
    const bool along = !channel.is_plain && dy.are_finite &&
                       (std::isfinite(projection.high) || problem_.is_finite(problem_.x(), c));
    put(args_.dbias, c, problem_.sum(dy.totals), dy.are_finite, dy.totals.values.high,
        [&] { return problem_.exact(c).dbias<double>(); });
    put(args_.dweight, c, times(projection, channel.invstd), along, NAN,
        [&] { return problem_.exact(c).dweight<double>(); });
    const double weight = weight_.get_or(c, 1);
    const auto i = static_cast<std::size_t>(c);
    plain_[i].is_used =
        channel.is_plain || !std::isfinite(weight) || (problem_.is_training() && !along);
    problem_.is_training() ? train(i, channel, dy.totals, projection, weight)
                           : evaluate(i, channel, weight);
    if (plain_[i].is_used) terms_[i].constant = NAN;
  }

  /// dx = scale (dy - mean(dy)) - scale slope (x - mean).
  void train(std::size_t i, const DoubleChannel& channel, const DoubleTotals& dy,
             const LongNear& projection, double weight) {
    const LongNear& r = channel.invstd;
    const LongNear scale = times(weight, r), mean_dy = problem_.mean(dy);
    const LongNear slope = times(times(projection, r), r) / problem_.count();
    plain_[i].gradient = {channel.mean.high, scale.high, mean_dy.high,
                          plain_[i].is_used ? NAN : slope.high};
    terms_[i] = combination({{mean_dy, scale}, {channel.mean, -times(scale, slope)}}, 0);
  }

  void evaluate(std::size_t i, const DoubleChannel& channel, double weight) {
    plain_[i].gradient = {channel.mean.high, weight * channel.invstd.high, 0, 0};
    terms_[i] = combination({{0, times(weight, channel.invstd)}}, 0);
  }

  /// Writes a block as if to dx, to find out, before dy is overwritten, which channels must be
  /// known exactly.
  void try_out(std::int64_t c, std::int64_t b) {
    if (!is_in_place()) return;
    Buffer dy, x, dx;
    gradient(c, b, problem_.dy().read(c, block(b), dy), problem_.x().read(c, block(b), x),
             {dx, block(b).length});
  }

  void gradient(std::int64_t c, std::int64_t b) {
    if (!dx_.present()) return;
    Buffer dy, x, dx;
    const Tensor<const double>& gradients = problem_.dy();
    gradient(c, b,
             is_in_place() ? gradients.copy(c, block(b), dy) : gradients.read(c, block(b), dy),
             problem_.x().read(c, block(b), x), dx_.target(c, block(b), dx));
    dx_.finish(c, block(b), dx);
  }

  void column_gradient(std::int64_t first, std::int64_t count, std::int64_t b) {
    if (!dx_.present()) return;
    const Block here = block(b);
    const Columns<const double> dy = problem_.dy().columns(first, here);
    const Columns<const double> x = problem_.x().columns(first, here);
    const Columns<double> dx = dx_.columns(first, here);
    const auto settle = [&](std::int64_t k, std::int64_t n, std::int64_t i) {
      const auto at = [&](const auto& columns) -> auto& {
        return columns.first[n * columns.row_stride + i * columns.stride + k];
      };
      at(dx) = settled(first + k, at(dy), at(x));
    };
    if (problem_.is_training()) {
      combine_columns<2>(terms(first), {dy, x}, dx, here.extent(), count, settle);
    } else {
      combine_columns<1>(terms(first), {dy}, dx, here.extent(), count, settle);
    }
  }

  void gradient(std::int64_t c, std::int64_t b, Rows<const double> dy, Rows<const double> x,
                Rows<double> dx) {
    const Extent extent = block(b).extent();
    if (plain(c).is_used) return kernels<double>().gradient(dy, x, dx, extent, plain(c).gradient);
    const auto settle = [&](std::int64_t n, std::int64_t i) {
      dx.first[n * dx.stride + i] =
          settled(c, dy.first[n * dy.stride + i], x.first[n * x.stride + i]);
    };
    if (problem_.is_training()) {
      combine<2>(*terms(c), {dy, x}, dx, extent, settle);
    } else {
      combine<1>(*terms(c), {dy}, dx, extent, settle);
    }
  }

  /// Returns a dx that Ziv's test did not decide, or would not have to.
  double settled(std::int64_t c, double dy, double x) {
    const Gradient& g = plain(c).gradient;
    if (plain(c).is_used) return g.scale * ((dy - g.offset) - (x - g.mean) * g.slope);
    if (!std::isfinite(dy)) return dy * g.scale;
    return problem_.exact(c).dx(dy, std::isfinite(x) ? x : 0, weight_.get_or(c, 1));
  }

  const bn_backward_args& args_;
  DoubleProblem problem_;
  Tensor<double> dx_;
  Parameter weight_;
  std::vector<Plain> plain_;
  std::vector<DoubleCombination> terms_;
};

}  // namespace

template <>
void backward<double>(const bn_backward_args& args, const double*) {
  DoubleBackward(args).run();
}

}  // namespace cpu::rounded

#include <vector>

#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/f64_elements.h"
#include "cpu/rounded/f64_problem.h"

// Double backward of f64: what double_backward.cpp is to narrower types.
namespace cpu::rounded {
namespace {

/// The derivatives of backward's outputs (dx, dweight, dbias) along (ddx, ddweight, ddbias).
class DoubleSecond {
 public:
  explicit DoubleSecond(const bn_double_backward_args& args)
      : args_(args),
        problem_(args, 4, args.d_x, args.dy, args.ddx),
        d_x_(args.d_x),
        d_dy_(args.d_dy),
        weight_(args.weight),
        ddweight_(args.ddweight),
        ddbias_(args.ddbias),
        terms_(problem_.channels()) {}

  void run() {
    problem_.walk().rows(
        Pass{[this](auto c, auto b) { problem_.add(c, b); }, [this](auto c) { finish(c); }},
        Pass{[this](auto c, auto b) { write(c, b); }, [](auto) {}});
  }

 private:
  /// Of the deviations of x, dy and ddx from their means.
  struct Terms {
    bool has_d_x, has_d_dy;  // whether they have a value
    DoubleCombination d_x, d_dy;
  };
  /// The means, and the sums of products of the deviations: of dy and x, ddx and x, ddx and dy.
  struct Sums {
    LongNear mean_dy, mean_ddx, dy_x, ddx_x, both;
    bool dy_finite, ddx_finite;
  };

  Block block(std::int64_t b) const { return problem_.block(b); }
  double weight(std::int64_t c) const { return weight_.get_or(c, 1); }
  double ddweight(std::int64_t c) const { return ddweight_.get_or(c, 0); }
  double ddbias(std::int64_t c) const { return ddbias_.get_or(c, 0); }

  Sums sums_of(std::int64_t c) const {
    const DoubleTotals x = problem_.totals(c, Of::x), dy = problem_.totals(c, Of::dy);
    const DoubleTotals ddx = problem_.totals(c, Of::ddx), both = problem_.totals(c, Of::both);
    Sums sums = {0,
                 0,
                 problem_.centered(c, dy, x, true),
                 problem_.centered(c, ddx, x, true),
                 problem_.centered(c, both, dy, false),
                 std::isfinite(dy.values.high) || problem_.is_finite(problem_.dy(), c),
                 std::isfinite(ddx.values.high) || problem_.is_finite(problem_.ddx(), c)};
    if (!problem_.is_training()) return sums;
    sums.mean_dy = problem_.mean(dy);
    sums.mean_ddx = problem_.mean(ddx);
    if (!dy.varies) sums.dy_x = sums.both = 0;
    if (!ddx.varies) sums.ddx_x = sums.both = 0;
    return sums;
  }

  void finish(std::int64_t c) {
    const DoubleChannel channel = problem_.channel(c);
    const Sums sums = sums_of(c);
    const bool training = problem_.is_training();
    const bool given = !channel.is_plain && std::isfinite(weight(c)) && std::isfinite(ddweight(c));
    Terms& terms = terms_[static_cast<std::size_t>(c)];
    // In evaluation elements are nobody else's concern.
    terms.has_d_x = given && ((sums.dy_finite && sums.ddx_finite) || !training);
    terms.has_d_dy = given && std::isfinite(ddbias(c)) && (sums.ddx_finite || !training);
    const LongNear d_weight =
        training ? train(c, channel, sums, terms) : evaluate(c, channel, sums, terms);
    put(args_.d_weight, c, d_weight, !channel.is_plain && sums.dy_finite && sums.ddx_finite, NAN,
        [&] { return problem_.exact(c).d_weight<double>(); });
  }

  LongNear train(std::int64_t c, const DoubleChannel& channel, const Sums& sums,
                 Terms& terms) const {
    const LongNear &r = channel.invstd, w = weight(c), v = ddweight(c);
    const double m = problem_.count();
    const auto over_var = [&](const LongNear& sum) { return times(times(sum, r), r) / m; };
    const LongNear p = over_var(sums.dy_x), q = over_var(sums.ddx_x);
    const LongNear bend = times(times(3, p), q) - over_var(sums.both);
    const LongNear along_x = times(r, times(w, bend) - times(v, p));
    const LongNear mixed = times(r, v - times(w, q)), scale = times(w, r);
    terms.d_x = combination(
        {{channel.mean, along_x}, {sums.mean_dy, mixed}, {sums.mean_ddx, -times(scale, p)}}, 0);
    terms.d_dy = combination({{channel.mean, mixed}, {0, 0}, {sums.mean_ddx, scale}}, ddbias(c));
    return times(r, sums.both - times(sums.ddx_x, p));
  }

  LongNear evaluate(std::int64_t c, const DoubleChannel& channel, const Sums& sums,
                    Terms& terms) const {
    const LongNear& r = channel.invstd;
    const LongNear mixed = times(ddweight(c), r), scale = times(weight(c), r);
    terms.d_x = combination({{0, 0}, {0, mixed}, {0, 0}}, 0);
    terms.d_dy = combination({{channel.mean, mixed}, {0, 0}, {0, scale}}, ddbias(c));
    return times(r, sums.both);
  }

  void write(std::int64_t c, std::int64_t b) {
    double buffers[4][DoubleProblem::kBlock];
    const Block here = block(b);
    const std::array<Rows<const double>, 3> values = {problem_.x().read(c, here, buffers[0]),
                                                      problem_.dy().read(c, here, buffers[1]),
                                                      problem_.ddx().read(c, here, buffers[2])};
    const Terms& terms = terms_[static_cast<std::size_t>(c)];
    const auto at = [&](int k, std::int64_t n, std::int64_t i) {
      const auto& rows = values[static_cast<std::size_t>(k)];
      return rows.first[n * rows.stride + i];
    };
    write(d_x_, c, b, terms.d_x, values, buffers[3], [&](std::int64_t n, std::int64_t i) {
      return terms.has_d_x ? settled_d_x(c, at(0, n, i), at(1, n, i), at(2, n, i)) : NAN;
    });
    write(d_dy_, c, b, terms.d_dy, values, buffers[3], [&](std::int64_t n, std::int64_t i) {
      return terms.has_d_dy ? settled_d_dy(c, at(0, n, i), at(2, n, i)) : NAN;
    });
  }

  template <class Settled>
  void write(const Tensor<double>& tensor, std::int64_t c, std::int64_t b,
             const DoubleCombination& terms, const std::array<Rows<const double>, 3>& values,
             double* buffer, const Settled& settled) const {
    if (!tensor.present()) return;
    const Rows<double> to = tensor.target(c, block(b), buffer);
    combine<3>(terms, values, to, block(b).extent(), [&](std::int64_t n, std::int64_t i) {
      to.first[n * to.stride + i] = settled(n, i);
    });
    tensor.finish(c, block(b), buffer);
  }

  /// Return what Ziv's test did not decide.
  double settled_d_x(std::int64_t c, double x, double dy, double ddx) {
    if (!std::isfinite(dy)) return NAN;
    return problem_.exact(c).d_x(ddx, dy, x, weight(c), ddweight(c));
  }
  double settled_d_dy(std::int64_t c, double x, double ddx) {
    if (!std::isfinite(x) || !std::isfinite(ddx)) return NAN;
    return problem_.exact(c).d_dy(ddx, x, weight(c), ddweight(c), ddbias(c));
  }

  const bn_double_backward_args& args_;
  DoubleProblem problem_;
  Tensor<double> d_x_, d_dy_;
  Parameter weight_, ddweight_, ddbias_;
  std::vector<Terms> terms_;
};

}  // namespace

template <>
void double_backward<double>(const bn_double_backward_args& args) {
  DoubleSecond(args).run();
}

}  // namespace cpu::rounded

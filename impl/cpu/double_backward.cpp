#include <vector>

#include "batch_norm.h"
#include "kernels.h"
#include "statistics.h"
#include "tensor.h"
#include "walk.h"

namespace cpu {
namespace {

/// One channel's sums: g is dy, v is ddx, both less their means in training; d is x - mean.
struct Sums {
  double g, v, gd, vd, gv;
};

/// The derivatives of backward's outputs (dx, dweight, dbias) along (ddx, ddweight, ddbias).
template <class T>
class DoubleBackward {
 public:
  explicit DoubleBackward(const bn_double_backward_args& args)
      : args_(args),
        walk_(Shape(args.x), args.threads),
        x_(args.x),
        dy_(args.dy),
        ddx_(args.ddx),
        d_x_(args.d_x),
        d_dy_(args.d_dy),
        statistics_(walk_.shape(), walk_.partition()),
        block_sums_(channels() * static_cast<std::size_t>(walk_.partition().blocks())),
        sums_(channels()),
        mean_(channels()),
        invstd_(channels()),
        d_x_terms_(channels()),
        d_dy_terms_(channels()) {}

  void run() {
    const bool training = args_.mode == BN_TRAINING;
    walk_.rows(Pass{[&](auto c, auto b) {
                      if (training) statistics_.at(c, b) = moments(c, b);
                    },
                    [&](auto c) { center(c); }},
               Pass{[&](auto c, auto b) { first_sums(c, b); }, [&](auto c) { add(c); }},
               Pass{[&](auto c, auto b) { second_sums(c, b); },
                    [&](auto c) {
                      add(c);
                      training ? train(c) : evaluate(c);
                    }},
               Pass{[&](auto c, auto b) { write(c, b); }, [](auto) {}});
  }

 private:
  using Buffer = T[Partition::kBlock];

  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }
  double count() const { return static_cast<double>(walk_.shape().values()); }
  Sums& sums(std::int64_t c, std::int64_t b) {
    return block_sums_[static_cast<std::size_t>(c * walk_.partition().blocks() + b)];
  }

  Moments moments(std::int64_t c, std::int64_t b) const {
    Buffer buffer;
    return kernels<T>().moments(x_.read(c, block(b), buffer), block(b).extent());
  }

  void center(std::int64_t c) {
    if (args_.mode == BN_EVAL) {
      mean_[c] = Parameter(args_.running_mean)[c];
      invstd_[c] = inverse_deviation(Parameter(args_.running_var)[c], args_.eps);
    } else {
      mean_[c] = statistics_.mean(c);
      invstd_[c] = inverse_deviation(statistics_.squares(c, mean_[c]) / count(), args_.eps);
    }
  }

  /// sum(dy), sum(ddx), sum(dy * d), sum(ddx * d).
  void first_sums(std::int64_t c, std::int64_t b) {
    Buffer x_buffer, other;
    const auto x = x_.read(c, block(b), x_buffer);
    const Extent extent = block(b).extent();
    const Products g = kernels<T>().products(dy_.read(c, block(b), other), 0, x, mean_[c], extent);
    const Products v = kernels<T>().products(ddx_.read(c, block(b), other), 0, x, mean_[c], extent);
    sums(c, b) = {g.sum, v.sum, g.product, v.product, 0};
  }

  /// sum(g * v), once the means are known.
  void second_sums(std::int64_t c, std::int64_t b) {
    Buffer g, v;
    const double m = args_.mode == BN_TRAINING ? count() : INFINITY;
    sums(c, b).gv = kernels<T>()
                        .products(dy_.read(c, block(b), g), sums_[c].g / m,
                                  ddx_.read(c, block(b), v), sums_[c].v / m, block(b).extent())
                        .product;
  }

  void add(std::int64_t c) {
    Sums total = {};
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      const Sums& s = sums(c, b);
      total = {total.g + s.g, total.v + s.v, total.gd + s.gd, total.vd + s.vd, total.gv + s.gv};
    }
    sums_[c] = total;
  }

  /// Derives w * r * (g - r^2 * d * mean(g * d)), sum(g * d) * r and sum(dy), r being invstd.
  void train(std::int64_t c) {
    const Sums& s = sums_[c];
    const double m = count(), r = invstd_[c], w = Parameter(args_.weight).get_or(c, 1);
    const double ddweight = Parameter(args_.ddweight).get_or(c, 0), r2 = r * r;
    const double gd = s.gd * r2 / m, vd = s.vd * r2 / m;
    Parameter(args_.d_weight).set(c, r * (s.gv - s.vd * gd));
    const double along_x = w * r * (3 * gd * vd - s.gv * r2 / m) - ddweight * r * gd;
    d_x_terms_[c] = {
        0, {along_x, ddweight * r - w * r * vd, -w * r * gd}, {mean_[c], s.g / m, s.v / m}};
    d_dy_terms_[c] = {Parameter(args_.ddbias).get_or(c, 0),
                      {ddweight * r - w * r * vd, 0, w * r},
                      {mean_[c], 0, s.v / m}};
  }

  /// Derives w * r * g, sum(g * d) * r and sum(dy), mean and r being constants.
  void evaluate(std::int64_t c) {
    const double r = invstd_[c], w = Parameter(args_.weight).get_or(c, 1);
    const double ddweight = Parameter(args_.ddweight).get_or(c, 0);
    Parameter(args_.d_weight).set(c, r * sums_[c].gv);
    d_x_terms_[c] = {0, {0, ddweight * r, 0}, {mean_[c], 0, 0}};
    d_dy_terms_[c] = {
        Parameter(args_.ddbias).get_or(c, 0), {ddweight * r, 0, w * r}, {mean_[c], 0, 0}};
  }

  void write(std::int64_t c, std::int64_t b) const {
    Buffer x, g, v, result;
    const Block here = block(b);
    const Rows<const T> values[] = {x_.read(c, here, x), dy_.read(c, here, g),
                                    ddx_.read(c, here, v)};
    const auto write_one = [&](const Tensor<T>& output, const Combination& terms) {
      if (!output.present()) return;
      kernels<T>().combine(values, output.target(c, here, result), here.extent(), terms);
      output.finish(c, here, result);
    };
    write_one(d_x_, d_x_terms_[c]);
    write_one(d_dy_, d_dy_terms_[c]);
  }

  const bn_double_backward_args& args_;
  Walk walk_;
  Tensor<const T> x_, dy_, ddx_;
  Tensor<T> d_x_, d_dy_;
  Statistics statistics_;
  std::vector<Sums> block_sums_;  // by channel and block
  std::vector<Sums> sums_;        // by channel, as are all below
  std::vector<double> mean_, invstd_;
  std::vector<Combination> d_x_terms_, d_dy_terms_;
};

}  // namespace

template <class T>
void double_backward(const bn_double_backward_args& args) {
  DoubleBackward<T>(args).run();
}

template void double_backward<float>(const bn_double_backward_args&);
template void double_backward<double>(const bn_double_backward_args&);
template void double_backward<Float16>(const bn_double_backward_args&);
template void double_backward<BFloat16>(const bn_double_backward_args&);

}  // namespace cpu

#include <vector>

#include "batch_norm.h"
#include "kernels.h"
#include "statistics.h"
#include "tensor.h"
#include "walk.h"

namespace cpu {
namespace {

/// Backward computes the statistics from x again: save_mean and save_invstd may have been rounded
/// to float, which ruins dweight where the mean is large.
template <class T>
class Backward {
 public:
  explicit Backward(const bn_backward_args& args)
      : args_(args),
        walk_(Shape(args.x), args.threads),
        x_(args.x),
        dy_(args.dy),
        dx_(args.dx),
        statistics_(walk_.shape(), walk_.partition()),
        sums_(channels() * static_cast<std::size_t>(walk_.partition().blocks())),
        invstd_(channels()),
        mean_(channels()),
        scale_(channels()),
        offset_(channels()),
        slope_(channels()) {}

  void train() {
    const auto center = [&](std::int64_t c) {
      const double mean = statistics_.mean(c);
      const auto m = static_cast<double>(walk_.shape().values());
      set_center(c, mean, inverse_deviation(statistics_.squares(c, mean) / m, args_.eps));
    };
    if (by_columns()) {
      walk_.columns(Pass{[&](auto... of) { column_moments(of...); }, center}, column_sums(),
                    column_gradients());
    } else {
      walk_.rows(Pass{[&](auto c, auto b) { statistics_.at(c, b) = moments(c, b); }, center},
                 row_sums(), row_gradients());
    }
  }

  void evaluate() {
    const Parameter mean(args_.running_mean), var(args_.running_var);
    for (std::int64_t c = 0; c < walk_.shape().channels; ++c) {
      set_center(c, mean[c], inverse_deviation(var[c], args_.eps));
    }
    if (by_columns()) {
      walk_.columns(column_sums(), column_gradients());
    } else {
      walk_.rows(row_sums(), row_gradients());
    }
  }

 private:
  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }
  bool by_columns() const {
    return x_.has_columns() && dy_.has_columns() && (dx_.has_columns() || !dx_.present()) &&
           channels() % kColumns == 0;
  }
  Products& sums(std::int64_t c, std::int64_t b) {
    return sums_[static_cast<std::size_t>(c * walk_.partition().blocks() + b)];
  }

  void set_center(std::int64_t c, double mean, double invstd) {
    mean_[static_cast<std::size_t>(c)] = mean;
    invstd_[static_cast<std::size_t>(c)] = invstd;
  }

  /// Adds the blocks, writes dweight and dbias, and prepares dx.
  void finish(std::int64_t c) {
    const auto i = static_cast<std::size_t>(c);
    const auto m = static_cast<double>(walk_.shape().values());
    Products total = {0, 0};
    for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
      total.sum += sums(c, b).sum;
      total.product += sums(c, b).product;
    }
    const double projection = total.product * invstd_[i];
    Parameter(args_.dbias).set(c, total.sum);
    Parameter(args_.dweight).set(c, projection);
    scale_[i] = Parameter(args_.weight).get_or(c, 1) * invstd_[i];
    const bool training = args_.mode == BN_TRAINING;  // the batch's mean and variance move with x
    offset_[i] = training ? total.sum / m : 0;
    slope_[i] = training ? projection / m * invstd_[i] : 0;
  }

  Moments moments(std::int64_t c, std::int64_t b) const {
    T buffer[Partition::kBlock];
    return kernels<T>().moments(x_.read(c, block(b), buffer), block(b).extent());
  }

  auto row_sums() {
    return Pass{[this](std::int64_t c, std::int64_t b) {
                  T dy[Partition::kBlock], x[Partition::kBlock];
                  sums(c, b) =
                      kernels<T>().products(dy_.read(c, block(b), dy), 0, x_.read(c, block(b), x),
                                            mean_[static_cast<std::size_t>(c)], block(b).extent());
                },
                [this](std::int64_t c) { finish(c); }};
  }

  auto row_gradients() {
    return Pass{[this](std::int64_t c, std::int64_t b) {
                  if (!dx_.present()) return;
                  T dy[Partition::kBlock], x[Partition::kBlock], dx[Partition::kBlock];
                  const auto i = static_cast<std::size_t>(c);
                  const auto from = dx_.is_in_place_of(dy_) ? dy_.copy(c, block(b), dy)
                                                            : dy_.read(c, block(b), dy);
                  kernels<T>().gradient(from, x_.read(c, block(b), x), dx_.target(c, block(b), dx),
                                        block(b).extent(),
                                        {mean_[i], scale_[i], offset_[i], slope_[i]});
                  dx_.finish(c, block(b), dx);
                },
                [](std::int64_t) {}};
  }

  void column_moments(std::int64_t first, std::int64_t count, std::int64_t b) {
    Moments answers[kColumns];
    for (std::int64_t c = first; c < first + count; c += kColumns) {
      kernels<T>().column_moments(x_.columns(c, block(b)), block(b).extent(), answers);
      for (int i = 0; i < kColumns; ++i) statistics_.at(c + i, b) = answers[i];
    }
  }

  auto column_sums() {
    return Pass{[this](std::int64_t first, std::int64_t count, std::int64_t b) {
                  Products answers[kColumns];
                  for (std::int64_t c = first; c < first + count; c += kColumns) {
                    kernels<T>().column_products(dy_.columns(c, block(b)), x_.columns(c, block(b)),
                                                 &mean_[c], block(b).extent(), answers);
                    for (int i = 0; i < kColumns; ++i) sums(c + i, b) = answers[i];
                  }
                },
                [this](std::int64_t c) { finish(c); }};
  }

  auto column_gradients() {
    return Pass{[this](std::int64_t c, std::int64_t count, std::int64_t b) {
                  if (!dx_.present()) return;
                  kernels<T>().column_gradient(dy_.columns(c, block(b)), x_.columns(c, block(b)),
                                               dx_.columns(c, block(b)), block(b).extent(), count,
                                               {&mean_[c], &scale_[c], &offset_[c], &slope_[c]});
                },
                [](std::int64_t) {}};
  }

  const bn_backward_args& args_;
  Walk walk_;
  Tensor<const T> x_, dy_;
  Tensor<T> dx_;
  Statistics statistics_;
  std::vector<Products> sums_;                                  // by channel and block
  std::vector<double> invstd_, mean_, scale_, offset_, slope_;  // by channel
};

}  // namespace

template <class T>
void backward(const bn_backward_args& args) {
  Backward<T> backward(args);
  args.mode == BN_TRAINING ? backward.train() : backward.evaluate();
}

template void backward<float>(const bn_backward_args&);
template void backward<double>(const bn_backward_args&);
template void backward<Float16>(const bn_backward_args&);
template void backward<BFloat16>(const bn_backward_args&);

}  // namespace cpu

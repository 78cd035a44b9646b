#include <vector>

#include "batch_norm.h"
#include "kernels.h"
#include "statistics.h"
#include "tensor.h"
#include "walk.h"

namespace cpu {
namespace {

template <class T>
class Forward {
 public:
  explicit Forward(const bn_forward_args& args)
      : args_(args),
        walk_(Shape(args.x), args.threads),
        x_(args.x),
        y_(args.y),
        mean_(channels()),
        scale_(channels()),
        bias_(channels()) {}

  void train() {
    Statistics statistics(walk_.shape(), walk_.partition());
    const auto finish = [&](std::int64_t c) {
      const double mean = statistics.mean(c);
      set_line(c, mean, save(c, mean, statistics.squares(c, mean)));
    };
    if (by_columns()) {
      walk_.columns(Pass{[&](auto... of) { column_moments(statistics, of...); }, finish},
                    Pass{[&](auto... of) { column_apply(of...); }, [](auto) {}});
    } else {
      walk_.rows(Pass{[&](auto c, auto b) { statistics.at(c, b) = moments(c, b); }, finish},
                 Pass{[&](auto c, auto b) { apply(c, b); }, [](auto) {}});
    }
  }

  void evaluate() {
    const Parameter mean(args_.running_mean), var(args_.running_var);
    for (std::int64_t c = 0; c < walk_.shape().channels; ++c) {
      set_line(c, mean[c], inverse_deviation(var[c], args_.eps));
    }
    if (by_columns()) {
      walk_.columns(Pass{[&](auto... of) { column_apply(of...); }, [](auto) {}});
    } else {
      walk_.rows_in_order([&](auto c, auto b) { apply(c, b); });
    }
  }

 private:
  std::size_t channels() const { return static_cast<std::size_t>(walk_.shape().channels); }
  Block block(std::int64_t b) const { return walk_.partition()[b]; }

  /// Channels-last memory is taken as it is if vectors of channels fit.
  bool by_columns() const {
    return x_.has_columns() && y_.has_columns() && channels() % kColumns == 0;
  }

  /// Saves the batch's statistics, updates the running ones, returns invstd.
  double save(std::int64_t c, double mean, double squares) const {
    const auto m = static_cast<double>(walk_.shape().values());
    const double invstd = inverse_deviation(squares / m, args_.eps);
    Parameter(args_.save_mean).set(c, mean);
    Parameter(args_.save_invstd).set(c, invstd);
    update(Parameter(args_.running_mean), c, mean);
    update(Parameter(args_.running_var), c, squares / (m - 1));
    return invstd;
  }

  void update(const Parameter& running, std::int64_t c, double batch) const {
    if (!running.present()) return;
    running.set(c, (1 - args_.momentum) * running[c] + args_.momentum * batch);
  }

  void set_line(std::int64_t c, double mean, double invstd) {
    const auto i = static_cast<std::size_t>(c);
    mean_[i] = mean;
    scale_[i] = Parameter(args_.weight).get_or(c, 1) * invstd;
    bias_[i] = Parameter(args_.bias).get_or(c, 0);
  }

  Moments moments(std::int64_t c, std::int64_t b) const {
    T buffer[Partition::kBlock];
    return kernels<T>().moments(x_.read(c, block(b), buffer), block(b).extent());
  }

  void apply(std::int64_t c, std::int64_t b) const {
    T x[Partition::kBlock], y[Partition::kBlock];
    const auto i = static_cast<std::size_t>(c);
    const auto from = y_.is_in_place_of(x_) ? x_.copy(c, block(b), x) : x_.read(c, block(b), x);
    kernels<T>().apply(from, y_.target(c, block(b), y), block(b).extent(),
                       {mean_[i], scale_[i], bias_[i]});
    y_.finish(c, block(b), y);
  }

  void column_moments(Statistics& statistics, std::int64_t first, std::int64_t count,
                      std::int64_t b) const {
    Moments answers[kColumns];
    for (std::int64_t c = first; c < first + count; c += kColumns) {
      kernels<T>().column_moments(x_.columns(c, block(b)), block(b).extent(), answers);
      for (int i = 0; i < kColumns; ++i) statistics.at(c + i, b) = answers[i];
    }
  }

  void column_apply(std::int64_t c, std::int64_t count, std::int64_t b) const {
    kernels<T>().column_apply(x_.columns(c, block(b)), y_.columns(c, block(b)), block(b).extent(),
                              count, {&mean_[c], &scale_[c], &bias_[c]});
  }

  const bn_forward_args& args_;
  Walk walk_;
  Tensor<const T> x_;
  Tensor<T> y_;
  std::vector<double> mean_, scale_, bias_;  // by channel
};

}  // namespace

template <class T>
void forward(const bn_forward_args& args) {
  Forward<T> forward(args);
  args.mode == BN_TRAINING ? forward.train() : forward.evaluate();
}

template void forward<float>(const bn_forward_args&);
template void forward<double>(const bn_forward_args&);
template void forward<Float16>(const bn_forward_args&);
template void forward<BFloat16>(const bn_forward_args&);

}  // namespace cpu

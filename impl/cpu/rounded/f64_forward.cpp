#include <vector>

#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/f64_elements.h"
#include "cpu/rounded/f64_problem.h"

// Forward of f64: what forward.cpp is to narrower types.
namespace cpu::rounded {
namespace {

class DoubleForward {
 public:
  explicit DoubleForward(const bn_forward_args& args)
      : args_(args),
        problem_(args, args.mode == BN_TRAINING ? 1 : 0, args.y),
        y_(args.y),
        weight_(args.weight),
        bias_(args.bias),
        plain_(problem_.channels()),
        lines_(problem_.channels()) {}

  void train() {
    if (problem_.by_columns()) {
      return walk().columns(
          Pass{[this](auto... of) { problem_.add_columns(of...); }, [this](auto c) { finish(c); }},
          Pass{[this](auto... of) { column_apply(of...); }, [](auto) {}});
    }
    walk().rows(Pass{[this](auto c, auto b) { problem_.add(c, b); }, [this](auto c) { finish(c); }},
                Pass{[this](auto c, auto b) { try_out(c, b); }, [](auto) {}},
                Pass{[this](auto c, auto b) { apply(c, b); }, [](auto) {}});
  }

  void evaluate() {
    for (std::int64_t c = 0; c < walk().shape().channels; ++c) finish(c);
    if (problem_.by_columns()) {
      return walk().columns(Pass{[this](auto... of) { column_apply(of...); }, [](auto) {}});
    }
    if (is_in_place()) {
      walk().rows(Pass{[this](auto c, auto b) { try_out(c, b); }, [](auto) {}});
    }
    walk().rows_in_order([this](auto c, auto b) { apply(c, b); });
  }

 private:
  /// Where the definition has no value, y is that of the formula in double.
  struct Plain {
    bool is_used;
    Line line;
  };

  const Walk& walk() const { return problem_.walk(); }
  Block block(std::int64_t b) const { return problem_.block(b); }
  const Plain& plain(std::int64_t c) const { return plain_[static_cast<std::size_t>(c)]; }
  const DoubleCombination* lines(std::int64_t c) const {
    return &lines_[static_cast<std::size_t>(c)];
  }
  bool is_in_place() const { return y_.is_in_place_of(problem_.x()); }

  void finish(std::int64_t c) {
    const DoubleChannel channel = problem_.channel(c);
    if (problem_.is_training()) save(c, channel);
    const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
    const LongNear scale = times(weight, channel.invstd);
    const bool is_plain = channel.is_plain || !std::isfinite(weight) || !std::isfinite(bias);
    const auto i = static_cast<std::size_t>(c);
    plain_[i] = {is_plain, {channel.mean.high, weight * channel.invstd.high, bias}};
    lines_[i] = combination({{channel.mean, scale}}, is_plain ? NAN : bias);
  }

  /// Saves the batch's statistics and updates the running ones.
  void save(std::int64_t c, const DoubleChannel& channel) {
    const bool known = std::isfinite(channel.mean.high);
    const bool moves = known && std::isfinite(args_.momentum);
    const double mean = channel.mean.high, invstd = channel.invstd.high;
    put(args_.save_mean, c, channel.mean, known, mean,
        [&] { return problem_.exact(c).rounded_mean<double>(); });
    put(args_.save_invstd, c, channel.invstd, !channel.is_plain, invstd,
        [&] { return problem_.exact(c).rounded_invstd<double>(); });
    const Parameter running_mean(args_.running_mean), running_var(args_.running_var);
    if (!running_mean.present()) return;
    const double momentum = args_.momentum, old_mean = running_mean[c], old_var = running_var[c];
    const LongNear kept = LongNear(1) - LongNear(momentum);
    put(args_.running_mean, c, times(kept, old_mean) + times(momentum, channel.mean),
        moves && std::isfinite(old_mean), (1 - momentum) * old_mean + momentum * mean,
        [&] { return problem_.exact(c).running_mean<double>(old_mean, momentum); });
    const LongNear var = channel.spread / (problem_.count() - 1);
    put(args_.running_var, c, times(kept, old_var) + times(momentum, var),
        moves && std::isfinite(old_var), (1 - momentum) * old_var + momentum * var.high,
        [&] { return problem_.exact(c).running_var<double>(old_var, momentum); });
  }

  /// Writes a block as if to y, to find out, before x is overwritten, which channels must be known
  /// exactly.
  void try_out(std::int64_t c, std::int64_t b) {
    if (!is_in_place()) return;
    double x[DoubleProblem::kBlock], y[DoubleProblem::kBlock];
    apply(c, b, problem_.x().read(c, block(b), x), {y, block(b).length});
  }

  void apply(std::int64_t c, std::int64_t b) {
    double x[DoubleProblem::kBlock], y[DoubleProblem::kBlock];
    const Tensor<const double>& values = problem_.x();
    apply(c, b, is_in_place() ? values.copy(c, block(b), x) : values.read(c, block(b), x),
          y_.target(c, block(b), y));
    y_.finish(c, block(b), y);
  }

  void column_apply(std::int64_t first, std::int64_t count, std::int64_t b) {
    const Block here = block(b);
    const Columns<const double> x = problem_.x().columns(first, here);
    const Columns<double> y = y_.columns(first, here);
    combine_columns<1>(lines(first), {x}, y, here.extent(), count,
                       [&](std::int64_t k, std::int64_t n, std::int64_t i) {
                         y.first[n * y.row_stride + i * y.stride + k] =
                             settled(first + k, x.first[n * x.row_stride + i * x.stride + k]);
                       });
  }

  void apply(std::int64_t c, std::int64_t b, Rows<const double> x, Rows<double> y) {
    const Extent extent = block(b).extent();
    if (plain(c).is_used) return kernels<double>().apply(x, y, extent, plain(c).line);
    combine<1>(*lines(c), {x}, y, extent, [&](std::int64_t n, std::int64_t i) {
      y.first[n * y.stride + i] = settled(c, x.first[n * x.stride + i]);
    });
  }

  /// Returns a y that Ziv's test did not decide, or would not have to.
  double settled(std::int64_t c, double x) {
    const Line& line = plain(c).line;
    if (plain(c).is_used || !std::isfinite(x)) return (x - line.mean) * line.scale + line.bias;
    return problem_.exact(c).y(x, weight_.get_or(c, 1), line.bias);
  }

  const bn_forward_args& args_;
  DoubleProblem problem_;
  Tensor<double> y_;
  Parameter weight_, bias_;
  std::vector<Plain> plain_;
  std::vector<DoubleCombination> lines_;
};

}  // namespace

template <>
void forward<double>(const bn_forward_args& args, double*) {
  DoubleForward forward(args);
  args.mode == BN_TRAINING ? forward.train() : forward.evaluate();
}

}  // namespace cpu::rounded

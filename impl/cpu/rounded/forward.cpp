#include <vector>

#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/numbers.h"
#include "cpu/rounded/problem.h"
#include "cpu/rounded/tables.h"

namespace cpu::rounded {
namespace {

template <class T>
class Forward {
 public:
  explicit Forward(const bn_forward_args& args, double* kept)
      : args_(args),
        kept_(kept),
        problem_(args),
        y_(args.y),
        weight_(args.weight),
        bias_(args.bias),
        plain_(problem_.channels()),
        plain_lines_(problem_.channels()),
        lines_(problem_.channels()) {}

  void train() {
    problem_.quick().prepare(by_columns());
    if (by_columns()) problem_.wait();
    const auto finish = [&](std::int64_t c) { finish_channel(c); };
    if (by_columns()) {
      walk().columns(Pass{[&](auto... of) { problem_.quick().add_columns(of...); }, finish},
                     column_answers());
      decide_open();
    } else {
      walk().rows(Pass{[&](auto c, auto b) { problem_.quick().add(c, b); }, finish}, row_trials(),
                  row_answers());
    }
  }

  void evaluate() {
    for (std::int64_t c = 0; c < walk().shape().channels; ++c) finish_channel(c);
    if (by_columns()) {
      walk().columns(column_answers());
      return decide_open();
    }
    if (is_in_place()) walk().rows(row_trials());
    walk().rows_in_order([&](auto c, auto b) { apply(c, b); });
  }

 private:
  static std::size_t at(std::int64_t c) { return static_cast<std::size_t>(c); }
  const Walk& walk() const { return problem_.walk(); }
  Block block(std::int64_t b) const { return problem_.block(b); }

  /// Channels-last memory is taken as it is if vectors of channels fit. What is overwritten could
  /// not be settled.
  bool by_columns() const {
    return problem_.x().has_columns() && y_.has_columns() && !is_in_place() &&
           problem_.channels() % kColumns == 0;
  }

  bool is_in_place() const { return y_.is_in_place_of(problem_.x()); }

  /// Finds out, before anything is overwritten, which channels must be known exactly.
  auto row_trials() {
    return Pass{[this](std::int64_t c, std::int64_t b) {
                  if (is_in_place()) try_out(c, b);
                },
                [](std::int64_t) {}};
  }
  auto row_answers() {
    return Pass{[this](std::int64_t c, std::int64_t b) { apply(c, b); }, [](std::int64_t) {}};
  }
  auto column_answers() {
    return Pass{[this](auto... of) { column_apply(of...); }, [](std::int64_t) {}};
  }

  void finish_channel(std::int64_t c) {
    const Channel channel = problem_.channel(c);
    if (problem_.is_training()) save(c, channel);
    if (problem_.is_training() && kept_ != nullptr) problem_.quick().keep(c, kept_);
    const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
    const std::size_t i = at(c);
    plain_[i] = channel.is_plain || !std::isfinite(weight) || !std::isfinite(bias);
    plain_lines_[i] = {channel.mean.high, weight * channel.invstd.value, bias};
    lines_.set(i, plain_[i] ? open_line() : line(c, channel));
  }

  CertifiedLine line(std::int64_t c, const Channel& channel) const {
    const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
    return certified_line({channel.mean, channel.invstd, weight, bias, limit(c, channel)});
  }

  /// Nearly all x of a batch are within eight standard deviations of the mean; running statistics
  /// may be those of quite another x.
  Limit limit(std::int64_t c, const Channel& channel) const {
    const double usual = std::fabs(channel.mean.high) + 8 / channel.invstd.value;
    const double sampled = problem_.is_training() ? 0 : 16 * problem_.sample(c);
    return Limit::above(std::fmax(usual, sampled), FormatOf<T>::kFormat);
  }

  /// Saves the batch's statistics and updates the running ones.
  void save(std::int64_t c, const Channel& channel) {
    const Near mean = channel.mean.near(), momentum = {args_.momentum, 0};
    const Near kept = Near{1, 0} - momentum;
    const Parameter running_mean(args_.running_mean), running_var(args_.running_var);
    problem_.put(
        args_.save_mean, c, mean, [](const LongChannel& longer) { return longer.mean(); },
        [this, c] { return problem_.exact(c).rounded_mean(); });
    problem_.put(
        args_.save_invstd, c, channel.invstd,
        [](const LongChannel& longer) { return longer.invstd(); },
        [this, c] { return problem_.exact(c).rounded_invstd(); });
    if (!running_mean.present()) return;
    const auto old_mean = static_cast<float>(running_mean[c]);
    const auto old_var = static_cast<float>(running_var[c]);
    const double divisor = problem_.count() - 1;
    const bool moves = std::isfinite(mean.value) && std::isfinite(args_.momentum);
    const LongNear long_momentum(args_.momentum), long_kept = LongNear(1) - long_momentum;
    problem_.put(
        args_.running_mean, c, kept * Near{old_mean, 0} + momentum * mean,
        [=](const LongChannel& longer) {
          return long_kept * LongNear(old_mean) + long_momentum * longer.mean();
        },
        [=, this] { return problem_.exact(c).running_mean(old_mean, args_.momentum); },
        moves && std::isfinite(old_mean));
    problem_.put(
        args_.running_var, c, kept * Near{old_var, 0} + momentum * (channel.spread / divisor),
        [=](const LongChannel& longer) {
          return long_kept * LongNear(old_var) + long_momentum * (longer.spread() / divisor);
        },
        [=, this] { return problem_.exact(c).running_var(old_var, args_.momentum); },
        moves && std::isfinite(old_var));
  }

  /// Writes a block as if to y, to find out which channels must be known exactly.
  void try_out(std::int64_t c, std::int64_t b) {
    T x[Problem<T>::kBlock], y[Problem<T>::kBlock];
    apply(c, b, problem_.x().read(c, block(b), x), {y, block(b).length});
  }

  void apply(std::int64_t c, std::int64_t b) {
    T x[Problem<T>::kBlock], y[Problem<T>::kBlock];
    const Tensor<const T>& values = problem_.x();
    apply(c, b, is_in_place() ? values.copy(c, block(b), x) : values.read(c, block(b), x),
          y_.target(c, block(b), y));
    y_.finish(c, block(b), y);
  }

  void apply(std::int64_t c, std::int64_t b, Rows<const T> x, Rows<T> y) {
    if (plain_[at(c)]) {
      return kernels<T>().apply(x, y, block(b).extent(), plain_lines_[at(c)]);
    }
    const auto& kernel = certified_kernels<T>().apply_closely;
    if (certified_kernels<T>().apply(x, y, block(b).extent(), lines_[at(c)])) return;
    if (kernel(x, y, block(b).extent(), closest(c))) return;
    const auto from = [&](std::int64_t n, std::int64_t i) { return x.first + n * x.stride + i; };
    const auto to = [&](std::int64_t n, std::int64_t i) { return y.first + n * y.stride + i; };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t count) {
          return kernel({from(n, i), 0}, {to(n, i), 0}, {1, count}, closest(c));
        },
        [&](std::int64_t n, std::int64_t i) {
          settle(c, from(n, i), to(n, i), [&](auto... of) { decide(of...); });
        });
  }

  void column_apply(std::int64_t first, std::int64_t count, std::int64_t b) {
    const auto& kernels = certified_kernels<T>();
    const CertifiedLines lines = lines_.from(at(first));
    for_each_stretch(block(b), count, [&](const Block& here) {
      const auto x = problem_.x().columns(first, here);
      const auto y = y_.columns(first, here);
      if (kernels.column_apply(x, y, here.extent(), count, lines)) return;
      if (kernels.column_apply_closely(x, y, here.extent(), count, lines)) return;
      for (std::int64_t c = 0; c < count; c += kColumns) settle_columns(first + c, here);
    });
  }

  void settle_columns(std::int64_t c, const Block& here) {
    const auto x = problem_.x().columns(c, here);
    const auto y = y_.columns(c, here);
    const auto from = [&](std::int64_t n, std::int64_t i) {
      return x.first + n * x.row_stride + i * x.stride;
    };
    const auto to = [&](std::int64_t n, std::int64_t i) {
      return y.first + n * y.row_stride + i * y.stride;
    };
    LineTable lines(kColumns);
    for (int k = 0; k < kColumns; ++k) lines.set(at(k), closest(c + k));
    for_each_undone(
        here,
        [&](std::int64_t n, std::int64_t i, std::int64_t length) {
          return certified_kernels<T>().column_apply_closely({from(n, i), 0, x.stride},
                                                             {to(n, i), 0, y.stride}, {1, length},
                                                             kColumns, lines.from(0));
        },
        [&](std::int64_t n, std::int64_t i) {
          for (int k = 0; k < kColumns; ++k) {
            settle(c + k, from(n, i) + k, to(n, i) + k, [&](auto... of) { decide_later(of...); });
          }
        });
  }

  /// Writes one value, for which decide(channel, from, to) is called if Ziv's test leaves it open.
  template <class Decide>
  void settle(std::int64_t c, const T* x, T* y, const Decide& decide) {
    const Rows<const T> from = {x, 0};
    const Rows<T> to = {y, 0};
    if (plain_[at(c)] || !std::isfinite(FormatOf<T>::value(*x))) {
      kernels<T>().apply(from, to, {1, 1}, plain_lines_[at(c)]);
    } else if (!certified_kernels<T>().apply_closely(from, to, {1, 1}, closest(c))) {
      decide(c, x, y);
    }
  }

  /// Returns the constants with the least bounds that are known.
  CertifiedLine closest(std::int64_t c) {
    if (!sharp_.knows(c)) return lines_[at(c)];
    return sharp_.at(c, [] { return open_line(); });
  }

  /// Where sums are exact, as those of numbers on a grid, cut ones decide much at the first step.
  bool is_sharp(std::int64_t c, const T* x, T* y) {
    if (!problem_.is_training()) return false;
    const auto make = [&] {
      const std::optional<Channel> channel = problem_.cut_channel(c);
      return channel ? line(c, *channel) : lines_[at(c)];
    };
    return certified_kernels<T>().apply_closely({x, 0}, {y, 0}, {1, 1}, sharp_.at(c, make));
  }

  void decide(std::int64_t c, const T* x, T* y) {
    if (is_sharp(c, x, y)) return;
    const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
    *y = agreed_or<T>(problem_.long_channel(c).y(FormatOf<T>::value(*x), weight, bias),
                      [&] { return problem_.exact(c).y(*x, weight, bias); });
  }
  void decide_later(std::int64_t c, const T* x, T* y) {
    if (problem_.cut().knows(c) || !open_.take({c, x, y})) decide(c, x, y);
  }
  void decide_open() {
    // Elements of an evaluation need no sums.
    problem_.cut_and_write(problem_.is_training() ? open_.channels() : std::vector<std::int64_t>{});
    for (const Open& value : open_.items()) decide(value.channel, value.x, value.y);
  }

  struct Open {
    std::int64_t channel;
    const T* x;
    T* y;
  };

  const bn_forward_args& args_;
  double* kept_;
  Problem<T> problem_;
  Tensor<T> y_;
  Parameter weight_, bias_;
  std::vector<char> plain_;
  std::vector<Line> plain_lines_;  // of the formula in double
  LineTable lines_;
  ByChannel<CertifiedLine> sharp_{walk().shape().channels};
  Waiting<Open> open_;
};

}  // namespace

template <class T>
void forward(const bn_forward_args& args, double* kept) {
  Forward<T> forward(args, kept);
  args.mode == BN_TRAINING ? forward.train() : forward.evaluate();
}

template void forward<float>(const bn_forward_args&, double*);
template void forward<Float16>(const bn_forward_args&, double*);
template void forward<BFloat16>(const bn_forward_args&, double*);

}  // namespace cpu::rounded

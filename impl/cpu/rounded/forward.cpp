#include <vector>

#include "cpu/batch_norm.h"
#include "cpu/kernels.h"
#include "cpu/rounded/batch_norm.h"
#include "cpu/rounded/line.h"
#include "cpu/rounded/problem.h"

namespace cpu::rounded {
namespace {

template <class T>
class Forward {
 public:
  explicit Forward(const bn_forward_args& args)
      : args_(args),
        problem_(args, of_squares),
        y_(args.y),
        weight_(args.weight),
        bias_(args.bias),
        plain_(problem_.channels()),
        mean_(problem_.channels()),
        scale_(mean_),
        slack_(mean_),
        low_(mean_),
        high_(mean_) {}

  void train() {
    const auto finish = [&](std::int64_t c) { finish_channel(c); };
    if (by_columns()) {
      walk().columns(Pass{[&](auto... of) { problem_.add_columns(of...); }, finish},
                     column_answers());
    } else {
      walk().rows(Pass{[&](auto c, auto b) { problem_.add(c, b); }, finish}, row_trials(),
                  row_answers());
    }
  }

  void evaluate() {
    for (std::int64_t c = 0; c < walk().shape().channels; ++c) finish_channel(c);
    if (by_columns()) return walk().columns(column_answers());
    if (is_in_place()) walk().rows(row_trials());
    walk().rows_in_order([&](auto c, auto b) { apply(c, b); });
  }

 private:
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
    const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
    const auto i = static_cast<std::size_t>(c);
    plain_[i] = channel.is_plain || !std::isfinite(weight) || !std::isfinite(bias);
    if (plain_[i]) {
      set(i, {channel.mean.high, weight * channel.invstd.value, 0, bias, NAN});
    } else {
      set(i, certified_line({channel.mean, channel.invstd, weight, bias}));
    }
  }

  void set(std::size_t i, const CertifiedLine& line) {
    mean_[i] = line.mean;
    scale_[i] = line.scale;
    slack_[i] = line.slack;
    low_[i] = line.low;
    high_[i] = line.high;
  }

  CertifiedLine line(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {mean_[i], scale_[i], slack_[i], low_[i], high_[i]};
  }

  /// Saves the batch's statistics and updates the running ones.
  void save(std::int64_t c, const Channel& channel) {
    const Near mean = channel.mean.near(), momentum = {args_.momentum, 0};
    const Near kept = Near{1, 0} - momentum;
    const Parameter running_mean(args_.running_mean), running_var(args_.running_var);
    put(
        args_.save_mean, c, channel, mean, [](const WideChannel& wide) { return wide.mean(); },
        [&] { return problem_.exact(c).rounded_mean(); });
    put(
        args_.save_invstd, c, channel, channel.invstd,
        [](const WideChannel& wide) { return wide.invstd(); },
        [&] { return problem_.exact(c).rounded_invstd(); });
    if (!running_mean.present()) return;
    const auto old_mean = static_cast<float>(running_mean[c]);
    const auto old_var = static_cast<float>(running_var[c]);
    const double divisor = problem_.count() - 1;
    const WideNear wide_momentum(args_.momentum), wide_kept = WideNear(1) - wide_momentum;
    put(
        args_.running_mean, c, channel, kept * Near{old_mean, 0} + momentum * mean,
        [&](const WideChannel& wide) {
          return wide_kept * WideNear(old_mean) + wide_momentum * wide.mean();
        },
        [&] { return problem_.exact(c).running_mean(old_mean, args_.momentum); });
    put(
        args_.running_var, c, channel,
        kept * Near{old_var, 0} + momentum * (channel.spread / divisor),
        [&](const WideChannel& wide) {
          return wide_kept * WideNear(old_var) + wide_momentum * (wide.spread() / divisor);
        },
        [&] { return problem_.exact(c).running_var(old_var, args_.momentum); });
  }

  /// Writes the value if all that it may be round to one number, else what wide arithmetic says, or
  /// exactly().
  template <class Widely, class Exactly>
  void put(const bn_tensor& tensor, std::int64_t c, const Channel& channel, Near value,
           const Widely& widely, const Exactly& exactly) {
    const Parameter parameter(tensor);
    if (!parameter.present()) return;
    if (const std::optional<float> agreed = cpu::agreed<float>(value)) {
      parameter.set(c, *agreed);
    } else if (!std::isfinite(channel.mean.high)) {
      parameter.set(c, value.value);
    } else {
      parameter.set(c, agreed_or<float>(widely(problem_.wide(c)), exactly));
    }
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
    if (plain_[static_cast<std::size_t>(c)]) {
      return kernels<T>().apply(x, y, block(b).extent(), plain_line(c));
    }
    const auto& kernel = certified_kernels<T>().apply;
    const CertifiedLine terms = line(c);
    if (kernel(x, y, block(b).extent(), terms)) return;
    const auto from = [&](std::int64_t n, std::int64_t i) { return x.first + n * x.stride + i; };
    const auto to = [&](std::int64_t n, std::int64_t i) { return y.first + n * y.stride + i; };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t count) {
          return kernel({from(n, i), 0}, {to(n, i), 0}, {1, count}, terms);
        },
        [&](std::int64_t n, std::int64_t i) { settle(c, from(n, i), to(n, i)); });
  }

  void column_apply(std::int64_t first, std::int64_t count, std::int64_t b) {
    const auto x = problem_.x().columns(first, block(b));
    const auto y = y_.columns(first, block(b));
    const auto& kernel = certified_kernels<T>().column_apply;
    if (kernel(x, y, block(b).extent(), count, lines(first))) return;
    for (std::int64_t c = 0; c < count; c += kColumns) settle_columns(first + c, b);
  }

  void settle_columns(std::int64_t c, std::int64_t b) {
    const auto x = problem_.x().columns(c, block(b));
    const auto y = y_.columns(c, block(b));
    const auto from = [&](std::int64_t n, std::int64_t i) {
      return x.first + n * x.row_stride + i * x.stride;
    };
    const auto to = [&](std::int64_t n, std::int64_t i) {
      return y.first + n * y.row_stride + i * y.stride;
    };
    for_each_undone(
        block(b),
        [&](std::int64_t n, std::int64_t i, std::int64_t length) {
          return certified_kernels<T>().column_apply(
              {from(n, i), 0, x.stride}, {to(n, i), 0, y.stride}, {1, length}, kColumns, lines(c));
        },
        [&](std::int64_t n, std::int64_t i) {
          for (int k = 0; k < kColumns; ++k) settle(c + k, from(n, i) + k, to(n, i) + k);
        });
  }

  CertifiedLines lines(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {&mean_[i], &scale_[i], &slack_[i], &low_[i], &high_[i]};
  }
  Line plain_line(std::int64_t c) const {
    const auto i = static_cast<std::size_t>(c);
    return {mean_[i], scale_[i], bias_.get_or(c, 0)};
  }

  /// Writes one value, which Ziv's test may not decide.
  void settle(std::int64_t c, const T* x, T* y) {
    const Rows<const T> from = {x, 0};
    const Rows<T> to = {y, 0};
    const bool plain = plain_[static_cast<std::size_t>(c)];
    if (plain || !std::isfinite(FormatOf<T>::value(*x))) {
      kernels<T>().apply(from, to, {1, 1}, plain_line(c));
    } else if (!certified_kernels<T>().apply(from, to, {1, 1}, line(c))) {
      const double weight = weight_.get_or(c, 1), bias = bias_.get_or(c, 0);
      *y = agreed_or<T>(problem_.wide(c).y(FormatOf<T>::value(*x), weight, bias),
                        [&] { return problem_.exact(c).y(*x, weight, bias); });
    }
  }

  const bn_forward_args& args_;
  Problem<T> problem_;
  Tensor<T> y_;
  Parameter weight_, bias_;
  std::vector<char> plain_;
  std::vector<double> mean_, scale_, slack_, low_, high_;  // CertifiedLine, by channel
};

}  // namespace

template <class T>
void forward(const bn_forward_args& args) {
  Forward<T> forward(args);
  args.mode == BN_TRAINING ? forward.train() : forward.evaluate();
}

template <>
void forward<double>(const bn_forward_args& args) {
  cpu::forward<double>(args);
}

template void forward<float>(const bn_forward_args&);
template void forward<Float16>(const bn_forward_args&);
template void forward<BFloat16>(const bn_forward_args&);

}  // namespace cpu::rounded

#include "cpu/rounded/f64_problem.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "cpu/rounded/fixed_sum.h"

namespace cpu {
namespace {

constexpr double kTight = 0x1p-64;  // what leaves one value in 2^10 undecided

}  // namespace

/// Returns the first value if the next ones are close to it, else 0: what is summed are deviations
/// from it, so that little cancels. Sums are right whatever it is.
double DoubleProblem::center(const Tensor<const double>& tensor, std::int64_t c) const {
  constexpr std::int64_t kSample = 16;
  double sample[kSample];
  const Block first = block(0);
  const std::int64_t count = std::min(kSample, first.length);
  const double* values = tensor.read(c, {0, 1, 0, count}, sample).first;
  const double center = values[0], near = std::fabs(center) / 8;
  const bool all = std::all_of(values, values + count,
                               [&](double value) { return std::fabs(value - center) <= near; });
  return all ? center : 0;
}

bool DoubleProblem::fits_columns(const bn_tensor& result, std::int64_t channels) const {
  const Tensor<double> to(result);
  const auto fits = [](const Tensor<const double>& t) { return !t.present() || t.has_columns(); };
  return x_.has_columns() && fits(dy_) && fits(ddx_) && (!to.present() || to.has_columns()) &&
         !to.is_in_place_of(x_) && !to.is_in_place_of(dy_) && channels % kColumns == 0;
}

void DoubleProblem::set_centers() {
  const auto set = [&](std::vector<double>& centers, const Tensor<const double>& tensor) {
    for (std::size_t c = 0; c < channels(); ++c) {
      centers.push_back(center(tensor, static_cast<std::int64_t>(c)));
    }
  };
  set(x_centers_, x_);
  if (sums_of_a_block_ > 1) set(dy_centers_, dy_);
  if (sums_of_a_block_ > 2) set(ddx_centers_, ddx_);
}

void DoubleProblem::add(std::int64_t c, std::int64_t b) {
  double buffers[3][kBlock];
  const DoubleKernels& kernels = double_kernels();
  const Block here = block(b);
  const std::int64_t count = here.images * here.length;
  const auto i = static_cast<std::size_t>(c);
  DoubleSums* sums = &sums_[place(c, b)];
  const double* x = in_one_row(x_, c, here, buffers[0]).first;
  sums[0] = DoubleSums(kernels.squares(x, count, x_centers_[i]), count);
  if (sums_of_a_block_ == 1) return;
  const auto products = [&](const double* a, double center_a, const double* other,
                            double other_center, const DoubleSums& other_sums) {
    return DoubleSums(kernels.products(a, center_a, other, other_center, count), count,
                      other_sums.squares);
  };
  const double* dy = in_one_row(dy_, c, here, buffers[1]).first;
  sums[1] = products(dy, dy_centers_[i], x, x_centers_[i], sums[0]);
  if (sums_of_a_block_ == 2) return;
  const double* ddx = in_one_row(ddx_, c, here, buffers[2]).first;
  sums[2] = products(ddx, ddx_centers_[i], x, x_centers_[i], sums[0]);
  sums[3] = products(ddx, ddx_centers_[i], dy, dy_centers_[i], sums[1]);
}

void DoubleProblem::add_columns(std::int64_t first, std::int64_t count, std::int64_t b) {
  DoubleBlock found[kMostDoubleColumns];
  const Block here = block(b);
  const std::int64_t terms = here.images * here.length, last = first + count;
  for (std::int64_t c = first; c < last; c += kMostDoubleColumns) {
    const std::int64_t channels = std::min<std::int64_t>(kMostDoubleColumns, last - c);
    const auto x = x_.columns(c, here);
    const double* centers = &x_centers_[static_cast<std::size_t>(c)];
    const auto sums = [&](std::int64_t k) { return &sums_[place(c + k, b)]; };
    double_kernels().column_squares(x, here.extent(), channels, centers, found);
    for (std::int64_t k = 0; k < channels; ++k) sums(k)[0] = DoubleSums(found[k], terms);
    if (sums_of_a_block_ == 1) continue;
    double_kernels().column_products(dy_.columns(c, here),
                                     &dy_centers_[static_cast<std::size_t>(c)], x, centers,
                                     here.extent(), channels, found);
    for (std::int64_t k = 0; k < channels; ++k) {
      sums(k)[1] = DoubleSums(found[k], terms, sums(k)[0].squares);
    }
  }
}

DoubleTotals DoubleProblem::totals(std::int64_t c, Of which) const {
  LongSum values, products;
  DoubleTotals totals;
  const auto& centers = which == Of::x ? x_centers_ : which == Of::dy ? dy_centers_ : ddx_centers_;
  totals.center = centers[static_cast<std::size_t>(c)];
  for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
    const DoubleSums& sums = sums_[place(c, b) + static_cast<std::size_t>(which)];
    cpu::add(values, sums.value, sums.value_bound);
    cpu::add(products, sums.product, sums.product_bound);
    totals.varies |= sums.varies;
  }
  totals.values = LongNear(values);
  totals.products = LongNear(products);
  return totals;
}

LongNear DoubleProblem::sum(const DoubleTotals& totals) const {
  if (totals.center == 0) return totals.values;
  return times(totals.center, count()) + totals.values;
}

LongNear DoubleProblem::mean(const DoubleTotals& totals) const {
  return LongNear(totals.center) + totals.values / count();
}

/// sum(a - center a)(b - center b) moves to other centers by the sums of deviations alone.
LongNear DoubleProblem::centered(std::int64_t c, const DoubleTotals& first,
                                 const DoubleTotals& second, bool second_is_x) const {
  if (training_) return first.products - times(first.values, second.values / count());
  double high = second.center;
  const double low = second_is_x ? LongSum::two_sum(high, -running_mean_[c]) : 0;
  const LongNear shift = {high, low, 0};
  const LongNear seconds = second.values + times(shift, count());
  return first.products + times(shift, first.values) + times(first.center, seconds);
}

DoubleChannel DoubleProblem::batch(std::int64_t c) {
  const DoubleTotals x = totals(c, Of::x);
  DoubleChannel channel;
  channel.mean = mean(x);
  channel.spread = x.products - times(x.values, x.values / count());
  if (!std::isfinite(channel.spread.high) && !is_finite(x_, c)) {
    return {x.values.high, NAN, NAN, true};
  }
  if (!std::isfinite(eps_) || (!x.varies && eps_ <= 0)) {
    return {channel.mean, channel.spread, 1 / std::sqrt(eps_), true};
  }
  channel.invstd = inverse_sqrt(channel.spread / count() + LongNear(eps_));
  const double deviation = std::sqrt(std::max(channel.spread.high, 0.0) / count());
  if (channel.invstd.radius <= kTight * channel.invstd.high &&
      channel.mean.radius <= kTight * deviation) {
    return channel;
  }
  const ExactChannel& exact = this->exact(c);
  channel.mean = exact.long_mean();
  channel.is_plain = !exact.has_root();
  channel.invstd = channel.is_plain ? 1 / std::sqrt(eps_) : exact.long_invstd();
  return channel;
}

DoubleChannel DoubleProblem::running(std::int64_t c) {
  const double mean = running_mean_[c], var = running_var_[c];
  double radicand = var;
  const double rest = LongSum::two_sum(radicand, eps_);
  const bool finite = std::isfinite(mean) && std::isfinite(var) && std::isfinite(eps_);
  if (!finite || !(radicand > 0)) return {mean, NAN, 1 / std::sqrt(radicand), true};
  const LongNear invstd = inverse_sqrt({radicand, rest, 0});
  const bool tight = invstd.radius <= kTight * invstd.high;
  return {mean, NAN, tight ? invstd : exact(c).long_invstd(), false};
}

/// What rests on an infinity is not asked of an exact channel, and need not be there.
static double finite_or_0(double value) { return std::isfinite(value) ? value : 0; }

const ExactChannel& DoubleProblem::exact(std::int64_t c) {
  return exact_.at(c, [&] {
    const auto sums = std::make_unique<DoubleChannelSums>();
    const bool needed = training_ || dy_.present();
    for (std::int64_t b = 0; needed && b < walk_.partition().blocks(); ++b) {
      add_exactly(c, b, *sums);
    }
    const ChannelTotals totals = sums->totals();
    if (training_) return ExactChannel(totals, walk_.shape().values(), finite_or_0(eps_));
    return ExactChannel(totals, finite_or_0(running_mean_[c]), finite_or_0(running_var_[c]),
                        finite_or_0(eps_));
  });
}

void DoubleProblem::add_exactly(std::int64_t c, std::int64_t b, DoubleChannelSums& sums) const {
  double buffers[3][kBlock];
  const Block here = block(b);
  const double* x = in_one_row(x_, c, here, buffers[0]).first;
  const double* dy = in_one_row(dy_, c, here, buffers[1]).first;
  const double* ddx = in_one_row(ddx_, c, here, buffers[2]).first;
  for (std::int64_t i = 0; i < here.images * here.length; ++i) {
    sums.add(finite_or_0(x[i]), finite_or_0(dy[i]), finite_or_0(ddx[i]));
  }
}

bool DoubleProblem::is_finite(const Tensor<const double>& tensor, std::int64_t c) const {
  double buffer[kBlock];
  for (std::int64_t b = 0; b < walk_.partition().blocks(); ++b) {
    const double* values = in_one_row(tensor, c, block(b), buffer).first;
    const std::int64_t count = block(b).images * block(b).length;
    if (!std::all_of(values, values + count, [](double v) { return std::isfinite(v); })) {
      return false;
    }
  }
  return true;
}

}  // namespace cpu

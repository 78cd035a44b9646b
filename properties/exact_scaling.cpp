#include "properties/exact_scaling.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "properties/moments.h"

namespace bncheck::properties {
namespace {

int lowest_of(DType dtype) { return std::ilogb(smallest_normal(dtype)); }
int highest_of(DType dtype) { return std::ilogb(largest_finite(dtype)); }

constexpr int kBeyond = 1 << 20;  // an exponent of no format

/// Returns the exponent of the last bit that is not 0.
int last_bit(double value) {
  const int exponent = std::ilogb(value);
  const auto significand = static_cast<std::uint64_t>(std::ldexp(std::fabs(value), 52 - exponent));
  return exponent - 52 + std::countr_zero(significand);
}

}  // namespace

ScalingRoom::ScalingRoom(const Problem& problem, const Contract& contract)
    : problem_(problem),
      contract_(contract),
      lowest_(lowest_of(contract.element)),
      highest_(highest_of(contract.element)),
      count_(std::bit_width(static_cast<std::uint64_t>(problem.shape.values_per_channel()))) {
  int roundoff = std::ilogb(unit_roundoff(contract.element));
  for (const DType each : {contract.accumulator, contract.stored, contract.applied}) {
    lowest_ = std::max(lowest_, lowest_of(each));
    highest_ = std::min(highest_, highest_of(each));
    roundoff = std::min(roundoff, std::ilogb(unit_roundoff(each)));
  }
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    x_.push_back(bounds_of(channel_of(problem.x, problem.shape, channel), roundoff));
  }
}

ScalingRoom::Input ScalingRoom::bounds_of(const std::vector<double>& x, int roundoff) const {
  double largest = 0;
  int last = highest_of(DType::f64);
  for (const double value : x) {
    if (!std::isfinite(value)) return {0, -kBeyond, kBeyond};
    if (value != 0) last = std::min(last, last_bit(value));
    largest = std::max(largest, std::fabs(value));
  }
  if (largest == 0) return {};  // nothing that is met is not 0: any bounds are true
  return {last, last + roundoff - 2 * count_ - 3, std::ilogb(largest) + 2};
}

bool ScalingRoom::has_bounds() const {
  return contract_.variance != VarianceAlgorithm::welford ||
         contract_.summation == Summation::sequential;
}

bool ScalingRoom::parameter_fits(double value, int power) const {
  if (value == 0) return true;
  if (!std::isfinite(value)) return false;
  const int exponent = std::ilogb(value) + power;
  const DType parameter = problem_.parameters();
  return is_normal(exponent) && lowest_of(parameter) <= exponent &&
         exponent < highest_of(parameter);
}

ScalingRoom::Exponents ScalingRoom::invstd(const Input& x, int power) const {
  // var + eps is 0, or between max(4^least/m, eps) and 2*max(4^greatest, eps).
  int low = 2 * (x.least + power) - count_;
  int high = 2 * (x.greatest + power) + 1;
  if (problem_.eps != 0) {
    const int eps = std::ilogb(problem_.eps) + 2 * power;
    low = std::max(low, eps);
    high = std::max(high, eps + 2);
  }
  return {-high / 2 - 1, -low / 2 + 1};
}

bool ScalingRoom::is_representable(const Input& x, int power) const {
  const DType dtype = problem_.dtype;
  const int lowest =
      contract_.flushes_subnormals ? lowest_of(dtype) : std::ilogb(smallest_subnormal(dtype));
  return x.last + power >= lowest && x.greatest + power <= highest_of(dtype);
}

bool ScalingRoom::input_fits(std::int64_t channel, int power) const {
  const Input& x = x_[static_cast<std::size_t>(channel)];
  const Exponents r = invstd(x, power);
  if (!is_representable(x, power) || !parameter_fits(problem_.eps, 2 * power)) return false;
  if (!is_normal(2 * (x.least + power) - count_)) return false;         // a square, divided by m
  if (!is_normal(2 * (x.greatest + power) + count_ + 1)) return false;  // a sum of squares
  if (!is_normal(r.least) || !is_normal(r.greatest)) return false;
  const double weight = problem_.weight_of(channel);
  if (weight == 0) return true;
  if (!std::isfinite(weight)) return false;
  const int w = std::ilogb(weight);  // times invstd, or times x - mean
  return is_normal(w + r.least) && is_normal(w + r.greatest + 1) &&
         is_normal(w + x.least + power) && is_normal(w + x.greatest + power + 1);
}

bool ScalingRoom::affine_fits(std::int64_t channel, int power) const {
  const Input& x = x_[static_cast<std::size_t>(channel)];
  const Exponents r = invstd(x, 0);
  const double weight = problem_.weight_of(channel);
  if (!parameter_fits(weight, power) || !parameter_fits(problem_.bias_of(channel), power)) {
    return false;
  }
  if (weight == 0) return true;
  const int w = std::ilogb(weight) + power;  // times x - mean, invstd, or both
  return is_normal(w + x.least) && is_normal(w + x.greatest + 1) && is_normal(w + r.least) &&
         is_normal(w + r.greatest + 1) && is_normal(w + x.least + r.least) &&
         is_normal(w + x.greatest + r.greatest + 2);
}

bool ScalingRoom::input_scales(std::int64_t channel, int power) const {
  return has_bounds() && input_fits(channel, 0) && input_fits(channel, power);
}

bool ScalingRoom::affine_scales(std::int64_t channel, int power) const {
  // A flushed sum is not as small as its terms. And where var underflows, eps must bound invstd.
  const Input& x = x_[static_cast<std::size_t>(channel)];
  const bool invstd_is_bounded =
      problem_.eps != 0 ? parameter_fits(problem_.eps, 0) : is_normal(2 * x.least - count_);
  return has_bounds() && !contract_.flushes_subnormals && invstd_is_bounded &&
         affine_fits(channel, 0) && affine_fits(channel, power);
}

double scaled_answer(DType dtype, double before, int power, double answer) {
  const double factor = std::ldexp(1, power);
  // Below this either answer may have been rounded to a multiple of the smallest subnormal.
  const double low = smallest_normal(dtype) * std::max(1.0, 1 / factor);
  if (std::fabs(before) <= low && std::fabs(answer) <= low * factor) return answer;
  if (std::isinf(before) || std::isinf(answer)) return answer;
  return before * factor;
}

}  // namespace bncheck::properties

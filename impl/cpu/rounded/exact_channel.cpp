#include "cpu/rounded/exact_channel.h"

namespace cpu {
namespace {

/// A float as mantissa * 2^(exponent - 150).
struct Parts {
  std::int32_t mantissa;
  std::size_t exponent;

  explicit Parts(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t field = bits >> 23 & 0xffu;
    const std::uint32_t magnitude = (bits & 0x7fffffu) | (field == 0 ? 0 : 0x800000u);
    mantissa = bits >> 31 != 0 ? -static_cast<std::int32_t>(magnitude)
                               : static_cast<std::int32_t>(magnitude);
    exponent = field == 0 ? 1 : field;
  }
};
constexpr int kBias = 150;

template <class Bins>
Binary total_of(const Bins& bins, int bias) {
  Binary total;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (bins[i] != 0) total = total + Binary(Integer(bins[i]), static_cast<int>(i) - bias);
  }
  return total;
}

}  // namespace

void ExactSum::add(float value) {
  const Parts parts(value);
  values_[parts.exponent] += parts.mantissa;
}

void ExactSum::add_product(float a, float b) {
  const Parts first(a), second(b);
  const auto product = static_cast<std::int64_t>(first.mantissa) * second.mantissa;
  products_[first.exponent + second.exponent] += product;
}

Binary ExactSum::values() const { return total_of(values_, kBias); }
Binary ExactSum::products() const { return total_of(products_, 2 * kBias); }

void ChannelSums::add(float x_value, float dy_value, float ddx_value) {
  x.add(x_value);
  x.add_product(x_value, x_value);
  dy.add(dy_value);
  dy.add_product(dy_value, x_value);
  ddx.add(ddx_value);
  ddx.add_product(ddx_value, x_value);
  both.add_product(dy_value, ddx_value);
}

ChannelTotals ChannelSums::totals() const {
  return {x.values(),   x.products(),   dy.values(),    dy.products(),
          ddx.values(), ddx.products(), both.products()};
}

ExactChannel::ExactChannel(const ChannelTotals& sums, std::int64_t m, double eps)
    : training_(true),
      count_(Integer(m), 0),
      total_(sums.x),
      spread_(count_ * sums.x_x - total_ * total_),
      dy_total_(sums.dy),
      ddx_total_(sums.ddx),
      dy_along_(count_ * sums.dy_x - total_ * dy_total_),
      ddx_along_(count_ * sums.ddx_x - total_ * ddx_total_),
      both_(count_ * sums.both - dy_total_ * ddx_total_),
      root_(spread_ + count_ * count_ * Binary(eps)) {}

ExactChannel::ExactChannel(const ChannelTotals& sums, double running_mean, double running_var,
                           double eps)
    : training_(false),
      count_(1.0),
      total_(running_mean),
      spread_(running_var),
      dy_total_(sums.dy),
      ddx_total_(sums.ddx),
      dy_along_(sums.dy_x - total_ * dy_total_),
      ddx_along_(sums.ddx_x - total_ * ddx_total_),
      both_(sums.both),
      root_(spread_ + Binary(eps)) {}

Surd ExactChannel::running_mean_surd(double old, double momentum) const {
  const Binary kept = (Binary(1.0) - momentum) * Binary(old);
  return {kept * count_ + Binary(momentum) * total_, {}, count_};
}

Surd ExactChannel::running_var_surd(double old, double momentum) const {
  const Binary kept = (Binary(1.0) - momentum) * Binary(old);
  const Binary divisor = count_ * (count_ - 1.0);
  return {kept * divisor + Binary(momentum) * spread_, {}, divisor};
}

Surd ExactChannel::y_surd(double x, double weight, double bias) const {
  return {bias, (Binary(x) * count_ - total_) * weight, 1.0};
}

/// With a = m x - sum(x): dx = weight (z (m dy - sum(dy)) - a dy_along) / (z sqrt(z)).
Surd ExactChannel::dx_surd(double dy, double x, double weight) const {
  if (!training_) return {{}, Binary(dy) * weight, 1.0};
  const Binary gradient = root_.z * (Binary(dy) * count_ - dy_total_);
  const Binary along = (Binary(x) * count_ - total_) * dy_along_;
  return {{}, (gradient - along) * weight, root_.z};
}

Surd ExactChannel::d_weight_surd() const {
  if (!training_) return {{}, both_, 1.0};
  return {{}, both_ * root_.z - ddx_along_ * dy_along_, root_.z};
}

/// With a, g and v the deviations of x, dy and ddx from their means, times m, p = dy_along and
/// q = ddx_along:
/// d_x = (a (weight (3 p q - both z) - ddweight p z) + g (ddweight z - weight q) z - v weight p z)
///       / (z^2 sqrt(z)).
Surd ExactChannel::d_x_surd(double ddx, double dy, double x, double weight, double ddweight) const {
  if (!training_) return {{}, Binary(dy) * ddweight, 1.0};
  const Binary& z = root_.z;
  const Binary a = Binary(x) * count_ - total_, g = Binary(dy) * count_ - dy_total_;
  const Binary v = Binary(ddx) * count_ - ddx_total_;
  const Binary along_x = (Binary(3.0) * dy_along_ * ddx_along_ - both_ * z) * weight;
  const Binary along_ddx = v * weight * dy_along_ + a * dy_along_ * ddweight;
  const Binary along_dy = g * (z * ddweight - ddx_along_ * weight);
  return {{}, a * along_x + (along_dy - along_ddx) * z, z * z};
}

/// d_dy = ddbias + (a (ddweight z - weight q) + v weight z) / (z sqrt(z)).
Surd ExactChannel::d_dy_surd(double ddx, double x, double weight, double ddweight,
                             double ddbias) const {
  const Binary& z = root_.z;
  const Binary a = Binary(x) * count_ - total_;
  if (!training_) return {ddbias, a * ddweight + Binary(ddx) * weight, 1.0};
  const Binary v = Binary(ddx) * count_ - ddx_total_;
  return {z * ddbias, a * (z * ddweight - ddx_along_ * weight) + v * weight * z, z};
}

}  // namespace cpu

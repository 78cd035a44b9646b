#include "reference/certified/first_tier.h"

#include <cmath>

#include "reference/certified/vector_clones.h"

namespace bncheck::reference {
namespace {

constexpr double kUnit = 0x1p-53;

// Room for the roundings of the radius itself, which is computed from at most ten terms.
constexpr double kRoom = 1 + 0x1p-10;

/// Returns a bound of |ball - its leading double|.
double beyond_double(const Ball& ball) { return add_up(std::fabs(ball.middle.lo), ball.radius); }

/// Returns whether no product of such numbers and of deviations of floats underflows.
bool is_moderate(const Ball& ball) {
  const double size = std::fabs(ball.middle.hi);
  const bool exact_zero = size == 0 && ball.radius == 0;
  return exact_zero || (size > 0x1p-300 && beyond_double(ball) <= 0x1.03p-53 * size);
}

bool rounds_by_conversion(DType dtype) { return dtype == DType::f32; }

}  // namespace

FirstTier::FirstTier(DType dtype, const Constants& constants)
    : dtype_(dtype),
      center_(constants.center.middle.hi),
      gain_(constants.gain.middle.hi),
      bias_(constants.bias.middle.hi),
      mean_dy_(constants.mean_dy.middle.hi),
      slope_(constants.slope.middle.hi),
      tight_(unit_roundoff(dtype) * 0x1p-16) {
  const auto& [center, gain, bias, mean_dy, slope] = constants;
  usable_ = dtype != DType::f64 && is_moderate(gain) && is_moderate(slope) && is_moderate(center) &&
            is_moderate(mean_dy) && bias.is_finite();
  const double shift = beyond_double(center);
  const double largest_gain = gain.upper_magnitude();
  y_radius_ = kRoom * mul_up(largest_gain, shift);
  dx_radius_ = kRoom * mul_up(largest_gain, add_up(mul_up(slope.upper_magnitude(), shift),
                                                   beyond_double(mean_dy)));
}

[[gnu::always_inline]] inline FirstTier::Enclosed FirstTier::enclosed_y(double x) const {
  const double product = (x - center_) * gain_;
  const double value = product + bias_;
  const double radius =
      3.1 * kUnit * std::fabs(product) + 2.1 * kUnit * std::fabs(value) + y_radius_;
  return {value, radius};
}

[[gnu::always_inline]] inline FirstTier::Enclosed FirstTier::enclosed_dx(double x,
                                                                         double dy) const {
  const double product = (x - center_) * slope_;
  const double centered = dy - mean_dy_;
  const double value = (centered - product) * gain_;
  const double inner = 3.1 * kUnit * std::fabs(product) + 1.1 * kUnit * std::fabs(centered);
  const double radius = inner * std::fabs(gain_) + 4.2 * kUnit * std::fabs(value) + dx_radius_;
  return {value, radius};
}

/// Ziv's test, value by value: both ends of the enclosure round to one number. Compares first and
/// looks for the undecided afterwards, so that the first loop can be vectorized.
template <class Enclose>
[[gnu::always_inline]] inline void FirstTier::round(std::size_t n, double* out,
                                                    std::vector<std::size_t>& undecided,
                                                    const Enclose& enclose) const {
  undecided.clear();
  if (usable_ && rounds_by_conversion(dtype_)) {
    long open = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const Enclosed around = enclose(j);
      const auto low = static_cast<float>(around.value - around.radius);
      const auto high = static_cast<float>(around.value + around.radius);
      out[j] = static_cast<double>(low);
      open += low == high ? 0 : 1;
    }
    if (open == 0) return;
  }
  for (std::size_t j = 0; j < n; ++j) {
    const Enclosed around = enclose(j);
    const double low = round_to(dtype_, around.value - around.radius);
    out[j] = low;
    if (!usable_ || !(low == round_to(dtype_, around.value + around.radius))) {
      undecided.push_back(j);
    }
  }
}

template <class Enclose>
[[gnu::always_inline]] inline void FirstTier::enclose(std::size_t n, Ball* out,
                                                      std::vector<std::size_t>& loose,
                                                      const Enclose& enclosed) const {
  loose.clear();
  for (std::size_t j = 0; j < n; ++j) {
    const Enclosed around = enclosed(j);
    out[j] = Ball({around.value, 0}, around.radius);
    const bool tight = around.radius <= tight_ * std::fabs(around.value);
    if (!usable_ || !tight || !std::isfinite(around.value)) loose.push_back(j);
  }
}

BN_VECTOR_CLONES void FirstTier::y(const double* x, std::size_t n, double* y,
                                   std::vector<std::size_t>& undecided) const {
  round(n, y, undecided, [&](std::size_t j) { return enclosed_y(x[j]); });
}

BN_VECTOR_CLONES void FirstTier::dx(const double* x, const double* dy, std::size_t n, double* dx,
                                    std::vector<std::size_t>& undecided) const {
  round(n, dx, undecided, [&](std::size_t j) { return enclosed_dx(x[j], dy[j]); });
}

void FirstTier::y(const double* x, std::size_t n, Ball* y, std::vector<std::size_t>& loose) const {
  enclose(n, y, loose, [&](std::size_t j) { return enclosed_y(x[j]); });
}

void FirstTier::dx(const double* x, const double* dy, std::size_t n, Ball* dx,
                   std::vector<std::size_t>& loose) const {
  enclose(n, dx, loose, [&](std::size_t j) { return enclosed_dx(x[j], dy[j]); });
}

}  // namespace bncheck::reference

#include "reference/error_budget/apply_error.h"

namespace bncheck::reference {
namespace {

/// What the errors of all elements of a channel share.
struct Shared {
  Format format;          // of the arithmetic
  Upper scale;            // |weight| * invstd
  Upper invstd;           // as computed
  Upper mean;             // |mean|
  Upper mean_error;       // of the mean as subtracted
  Upper invstd_error;     // relative, of invstd as multiplied
  Upper weight_error;     // relative, of weight as loaded
  Upper bias;             // |bias|
  Upper bias_error;       // absolute, of bias as loaded
  Upper input_error;      // relative, of x as loaded
  Upper scale_underflow;  // relative, of weight * invstd if that is formed first
};

Shared share(const Channel& channel, const Arithmetic& arithmetic,
             const StatisticsError& statistics) {
  Shared shared;
  shared.format = arithmetic.applied;
  const Upper loaded = narrowing({arithmetic.stored, shared.format});
  const Upper parameter = narrowing({arithmetic.parameter, shared.format});
  shared.scale = channel.weight * channel.invstd;
  shared.invstd = channel.invstd * (Upper(1) + statistics.invstd);
  shared.mean = channel.mean;
  shared.mean_error = statistics.mean + loaded * (channel.mean + statistics.mean);
  shared.invstd_error = compound(statistics.invstd, loaded);
  shared.weight_error = parameter;
  shared.bias = channel.bias;
  shared.bias_error = parameter * channel.bias;
  shared.input_error = narrowing({arithmetic.output, shared.format});
  const double least = channel.invstd_ball.lower_magnitude() * channel.weight.value();
  const bool subnormal = least > 0 && least < 2 * shared.format.smallest_normal;
  shared.scale_underflow = subnormal ? Upper(shared.format.underflow) / least : Upper(0);
  return shared;
}

/// fl(fl(fl(x - mean') * invstd') * weight + bias), the products in any order: a subtraction and
/// two multiplications, then one addition.
Upper direct(const Shared& s, Upper x, Upper centered, Upper y, Upper weight) {
  const double u = s.format.u;
  const Upper relative = compound(
      compound(compound(s.invstd_error, s.weight_error), roundings(3, u)), s.scale_underflow);
  const Upper shift = s.mean_error + s.input_error * x + 2 * Upper(s.format.flush);
  const Upper product = s.scale * (relative * centered + (Upper(1) + relative) * shift) +
                        Upper(s.format.underflow) * (Upper(1) + weight + s.invstd);
  return product + s.bias_error + Upper(u) * (y + product + s.bias_error);
}

/// fl(fl(a * x) + b) with a = weight * invstd and b = bias - mean * a, each rounded once an
/// operation.
Upper folded(const Shared& s, Upper x, Upper centered, Upper y) {
  const double u = s.format.u;
  const Upper relative =
      compound(compound(compound(s.invstd_error, s.weight_error), u), s.scale_underflow);
  const Upper a = s.scale * (Upper(1) + relative);
  const Upper from_statistics = s.scale * relative * centered + a * s.mean_error;
  const Upper from_products = a * (Upper(u) * x + roundings(2, u) * (s.mean + s.mean_error)) +
                              a * (s.input_error * x + 2 * Upper(s.format.flush)) +
                              2 * Upper(s.format.underflow);
  const Upper from_bias = Upper(u) * s.bias + s.bias_error * (Upper(1) + u);
  const Upper before = from_statistics + from_products + from_bias;
  return before + Upper(u) * (y + before);
}

}  // namespace

std::vector<Upper> apply_errors(const Channel& channel, const Arithmetic& arithmetic,
                                const StatisticsError& statistics) {
  const Shared shared = share(channel, arithmetic, statistics);
  const Upper written = narrowing({shared.format, arithmetic.output});
  std::vector<Upper> errors;
  errors.reserve(channel.count());
  for (std::size_t j = 0; j < channel.count(); ++j) {
    const Upper x = magnitude(channel.x[j]);
    const Upper y = magnitude(channel.y(j));
    Upper error = 0.0;
    if (arithmetic.apply != ApplyForm::folded) {
      error = direct(shared, x, channel.centered[j], y, channel.weight);
    }
    if (arithmetic.apply != ApplyForm::direct) {
      error = max(error, folded(shared, x, channel.centered[j], y));
    }
    errors.push_back(error + written * (y + error) + arithmetic.output.underflow);
  }
  return errors;
}

bool apply_may_overflow(const Channel& channel, const Arithmetic& arithmetic,
                        const StatisticsError& statistics) {
  const Upper normalized = channel.largest_centered * statistics.largest_invstd;
  const Upper scale = channel.weight * statistics.largest_invstd;
  const Upper y = channel.weight * normalized + channel.bias;
  Upper greatest =
      max(max(channel.largest_centered * (Upper(1) + channel.weight), normalized), max(scale, y));
  if (arithmetic.apply != ApplyForm::direct) {
    greatest = max(greatest, scale * (channel.largest + channel.mean) + channel.bias);
  }
  return 2 * greatest > arithmetic.applied.largest || 2 * y > arithmetic.output.largest;
}

}  // namespace bncheck::reference

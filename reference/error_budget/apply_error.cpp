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
  shared.mean_error = statistics.mean + loaded * (channel.mean + statistics.mean) +
                      narrowing_underflow({arithmetic.stored, shared.format});
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
Linear direct(const Shared& s, const Linear& y, Upper weight) {
  const double u = s.format.u;
  const Upper relative = compound(
      compound(compound(s.invstd_error, s.weight_error), roundings(3, u)), s.scale_underflow);
  const Linear shift = s.input_error * Linear::x() + (s.mean_error + 2 * Upper(s.format.flush));
  const Linear product = s.scale * (relative * Linear::centered() + (Upper(1) + relative) * shift) +
                         Upper(s.format.underflow) * (Upper(1) + weight + s.invstd);
  return product + s.bias_error + Upper(u) * (y + product + s.bias_error);
}

/// fl(fl(a * x) + b) with a = weight * invstd and b = bias - mean * a, each rounded once an
/// operation.
Linear folded(const Shared& s, const Linear& y) {
  const double u = s.format.u;
  const Upper relative =
      compound(compound(compound(s.invstd_error, s.weight_error), u), s.scale_underflow);
  const Upper a = s.scale * (Upper(1) + relative);
  const Linear from_statistics = s.scale * relative * Linear::centered() + a * s.mean_error;
  const Linear from_products =
      a * (Upper(u) * Linear::x() + roundings(2, u) * (s.mean + s.mean_error)) +
      a * (s.input_error * Linear::x() + 2 * Upper(s.format.flush)) + 2 * Upper(s.format.underflow);
  const Upper from_bias = Upper(u) * s.bias + s.bias_error * (Upper(1) + u);
  const Linear before = from_statistics + from_products + from_bias;
  return before + Upper(u) * (y + before);
}

/// Adds the rounding to y's own format.
Linear written(const Linear& error, const Linear& y, const Shared& s, const Format& output) {
  return error + narrowing({s.format, output}) * (y + error) + output.underflow;
}

}  // namespace

std::vector<double> apply_errors(const Channel& channel, const Arithmetic& arithmetic,
                                 const StatisticsError& statistics) {
  const Shared shared = share(channel, arithmetic, statistics);
  const Linear y = channel.output_bound();
  Linear first(0.0);
  Linear second(0.0);
  if (arithmetic.apply != ApplyForm::folded) first = direct(shared, y, channel.weight);
  if (arithmetic.apply != ApplyForm::direct) second = folded(shared, y);
  first = written(first, y, shared, arithmetic.output);
  second = written(second, y, shared, arithmetic.output);
  std::vector<double> errors;
  errors.reserve(channel.count());
  for (std::size_t j = 0; j < channel.count(); ++j) {
    const Magnitudes of = {std::fabs(channel.x[j]), 0, channel.centered[j],
                           channel.output_magnitude(j)};
    errors.push_back(max(first.at(of), second.at(of)).value());
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

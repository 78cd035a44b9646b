#include "grading/conditioning.h"

#include <cmath>
#include <limits>

#include "grading/probes.h"

namespace bncheck::grading {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// (got - truth) / got, where both are of about the same size.
double relative(double got, const Ball& truth) {
  if (!std::isfinite(got) || got == 0) return kInfinity;
  return ((got - truth.middle.hi) - truth.middle.lo) / got;
}

/// The relative error of a variance, from that of 1/sqrt(variance): (1 - d)^2 - 1.
double of_square(double d) { return d * (d - 2); }

}  // namespace

void add_variance_error(Conditioning& conditioning, properties::Trial& trial) {
  const Forward<double>& got = trial.forward().outputs;
  const Forward<Ball>& truth = trial.forward_truth();
  const bool saved = !got.save_invstd.empty();
  const bool invstd = saved && trial.dialect().saved == SavedStatistic::invstd;
  const std::vector<double>& values = saved ? got.save_invstd : got.running_var;
  const std::vector<Ball>& exact = saved ? truth.save_invstd : truth.running_var;
  if (values.empty()) return;
  conditioning.from = saved ? "save_invstd" : "running_var";
  double squares = 0;
  for (std::size_t c = 0; c < values.size(); ++c) {
    const double error = relative(values[c], exact[c]);
    const double of_variance = invstd ? of_square(error) : error;
    squares += of_variance * of_variance / static_cast<double>(values.size());
  }
  const double u = unit_roundoff(trial.problem().parameters());
  conditioning.errors.push_back(std::sqrt(squares) / u);
}

double variance_slope(const Conditioning& conditioning) {
  constexpr std::size_t kFrom = 1, kTo = 2;  // of kShifts
  if (conditioning.errors.size() <= kTo) return 0;
  // Less than one unit is the rounding of the output itself.
  const double near = std::fmax(conditioning.errors[kFrom], 1);
  const double far = std::fmax(conditioning.errors[kTo], 1);
  return std::log(far / near) / std::log(kShifts[kTo] / kShifts[kFrom]);
}

std::string_view variance_algorithm(double slope) {
  if (slope < 0.5) return "two passes, or f64";
  if (slope < 1.5) return "Welford";
  return "one pass";
}

}  // namespace bncheck::grading

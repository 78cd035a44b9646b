
#include <cmath>
#include <limits>

#include "grading/examiner.h"
#include "grading/form.h"

namespace bncheck::grading {
namespace {

using properties::Trial;

std::string shifted_name(double shift) {
  return "values around " + std::to_string(static_cast<int>(shift));
}

/// The variance that running_var, or a saved one, shows of channels that have none.
std::optional<double> constant_variance(Trial& trial) {
  const Forward<double>& outputs = trial.forward().outputs;
  const bool saved = trial.dialect().saved == SavedStatistic::variance;
  const std::vector<double>& got =
      outputs.running_var.empty() && saved ? outputs.save_invstd : outputs.running_var;
  if (got.empty()) return std::nullopt;
  const double u = unit_roundoff(trial.problem().parameters());
  double largest = 0;
  for (std::size_t c = 0; c < got.size(); ++c) {
    const double x = trial.statistics().mean[c].middle.hi;
    const double error = std::fabs(got[c]) / (u * x * x);
    largest =
        std::fmax(largest, std::isfinite(error) ? error : std::numeric_limits<double>::infinity());
  }
  return largest;
}

void put_statistics(Examiner& examiner, const Subject& subject) {
  Measurements& found = examiner.found();
  const Shape shape = {8, 8, {16, 16}};  // 2048 values per channel
  for (auto [shift, place] : {std::pair{kNear, &found.near}, std::pair{kFar, &found.far}}) {
    examiner.put(shifted(subject, shape, shift), shifted_name(shift) + ", 2048 a channel",
                 [place = place](Trial& trial) { *place = decompose(trial); });
  }
  for (const double shift : kShifts) {
    examiner.put(conditioned(subject, shift), shifted_name(shift) + ", 15 a channel",
                 [&](Trial& trial) { add_variance_error(found.conditioning, trial); });
  }
  for (const std::int64_t m : kCounts) {
    examiner.put(constant_channels(subject, m), std::to_string(m) + " equal values a channel",
                 [&](Trial& trial) { add_mean_error(found.growth, trial); });
  }
  // 999: no power of two, so that a division is inexact.
  examiner.put(shifted(subject, {3, 32, {333}}, kNear), shifted_name(kNear) + ", 999 a channel");
  examiner.put(cancelling(subject), "large values that cancel");
  examiner.put(non_dyadic(subject), "equal values such as 0.1",
               [&](Trial& trial) { found.constant_variance = constant_variance(trial); });
}

void put_exactness(Examiner& examiner, const Subject& subject) {
  Measurements& found = examiner.found();
  examiner.put(shifted(subject, {8, 8, {16, 16}}, 0.5), "ordinary values", [&](Trial& trial) {
    found.y = exactness_of_y(trial);
    if (subject.court.implementation.has_backward() && trial.backward().status == CallStatus::ok) {
      found.dx = exactness_of_dx(trial);
    }
  });
  if (!takes_affine(subject)) return;
  // Beyond what f64, and what a pair of them can tell apart.
  for (const double eps : {0x1p-60, 0x1p-120}) {
    examiner.put(near_ties(subject, eps), "values beside the middle of two numbers");
  }
}

}  // namespace

bool Measurements::is_folded() const {
  if (!near || !far) return false;
  return noise_slope(*near, *far, kFar / kNear) > kFoldedSlope;
}

Measurements examine(const Subject& given) {
  Subject subject = given;
  subject.form = accepted_form(given);
  Examiner examiner(subject);
  put_statistics(examiner, subject);
  put_exactness(examiner, subject);
  Measurements found = examiner.finished();
  if (found.broken > 0) return found;  // it is F, whatever the rest
  found.range = measure_range(subject);
  found.flushes = flushes_to_zero(subject);
  found.repeatability = measure_repeatability(subject);
  found.mean_tree = tree_of_mean(subject);
  found.dbias_tree = tree_of_dbias(subject);
  return found;
}

}  // namespace bncheck::grading

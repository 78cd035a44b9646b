#include "grading/probes.h"

#include <cmath>

#include "properties/varied.h"

namespace bncheck::grading {
namespace {

Recipe recipe(Pattern pattern, double shift, std::uint64_t seed) {
  Recipe result;
  result.pattern = pattern;
  result.shift = shift;
  result.seed = seed;
  return result;
}

}  // namespace

bool takes_affine(const Subject& subject) {
  return subject.form.affine && subject.court.dialect.affine != Affine::none;
}

Case training_case(const Subject& subject, const Shape& shape) {
  Case result;
  result.dtype = subject.dtype;
  result.shape = shape;
  while (result.shape.extents().size() < subject.form.axes) result.shape.spatial.push_back(1);
  result.momentum = properties::all_on_new(subject.court.dialect);
  if (takes_affine(subject)) {
    result.weight = {1};
    result.bias = {0};
  }
  if (subject.form.running) {
    result.running_mean = {0};
    result.running_var = {1};
  }
  result.x = {recipe(Pattern::bell, 0, subject.seed)};
  result.dy = {recipe(Pattern::bell, 0, subject.seed + 1)};
  return result;
}

Case shifted(const Subject& subject, const Shape& shape, double shift) {
  Case result = training_case(subject, shape);
  result.x = {recipe(Pattern::bell, shift, subject.seed)};
  return result;
}

Case conditioned(const Subject& subject, double shift) {
  // 15 values: no power of two, so that the division by m rounds, too.
  return shifted(subject, {3, 64, {5}}, shift);
}

Case constant_channels(const Subject& subject, std::int64_t m) {
  constexpr std::int64_t kChannels = 7;
  Case result = training_case(subject, {1, kChannels, {m}});
  result.x.clear();
  const double u = unit_roundoff(subject.dtype);
  for (std::int64_t length = m, c = 0; c < kChannels; ++c, length /= 2) {
    // The second half of a chain of so many has subtotals from `length` to 2 length, whose
    // neighbours are 2 u length apart: half of that is lost, but for one unit of the value.
    const double lost = u * static_cast<double>(length) - 2 * u;
    result.x.push_back(recipe(Pattern::constant, 1.75 + std::fmax(lost, 0), 0));
  }
  return result;
}

Case non_dyadic(const Subject& subject) {
  Case result = training_case(subject, {4, 4, {5, 5}});
  result.x.clear();
  for (const double value : {0.1, 1.1, 1000.1, -7777.7}) {
    result.x.push_back(recipe(Pattern::constant, round_to(subject.dtype, value), 0));
  }
  return result;
}

Case cancelling(const Subject& subject) {
  Case result = training_case(subject, {4, 16, {16}});
  result.x.clear();
  for (std::uint64_t c = 0; c < 16; ++c) {
    result.x.push_back(recipe(Pattern::masks, 0, subject.seed * 16 + c));
  }
  return result;
}

Case near_ties(const Subject& subject, double eps) {
  const double u = unit_roundoff(subject.dtype);
  Case result = training_case(subject, {2, 4, {}});
  result.eps = eps;
  // x is -1 and 1: y is bias -+ weight * (1 - eps/2), and weight + bias is a tie.
  result.weight = {1, 1, -1, -1};
  result.bias = {3 * u, -2.5 * u, -3 * u, 2.5 * u};
  result.x.clear();
  for (const double first : {-1.0, 1.0}) {
    Recipe pair = recipe(Pattern::constant, first, 0);
    pair.overrides = {{1, -first}};
    result.x.push_back(pair);
  }
  return result;
}

}  // namespace bncheck::grading

// What laws about special values of x, weight and eps must reject.
#include <cmath>
#include <limits>

#include "tests/properties/forward_killings.h"

namespace bncheck::properties {
namespace {

using Answer = Outcome<Forward<double>>;

constexpr const char* kPlain =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
constexpr const char* kHalf =
    "f16 4x3x2x2 nchw training eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";

Answer casts_eps_to_half(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  seen.eps = round_to(DType::f16, problem.eps);
  return honest.forward(seen, saved);
}

Answer replaces_nan(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  for (double& x : seen.x) x = std::isnan(x) ? 0 : x;
  return honest.forward(seen, saved);
}

Answer clamps_infinity(TestImplementation& honest, const Problem& problem, bool saved) {
  const double largest = largest_finite(problem.dtype);
  Problem seen = problem;
  for (double& x : seen.x) x = std::fmin(std::fmax(x, -largest), largest);
  return honest.forward(seen, saved);
}

/// Where one value of a tensor is not finite, no channel has a mean.
Answer spreads_to_all_channels(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  double sum = 0;
  for (const double x : problem.x) sum += x;
  for (double& y : answer.outputs.y) y += 0 * sum;
  return answer;
}

Answer keeps_weight_from_zero(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  for (double& weight : seen.weight) weight += weight == 0 ? 1e-6 : 0;
  return honest.forward(seen, saved);
}

Answer answers_the_bias(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  const auto run = static_cast<std::size_t>(problem.shape.spatial_size());
  for (std::size_t i = 0; i < answer.outputs.y.size(); ++i) {
    const auto channel = static_cast<std::int64_t>(i / run) % problem.shape.c;
    if (std::isnan(answer.outputs.y[i])) answer.outputs.y[i] = problem.bias_of(channel);
  }
  return answer;
}

Answer takes_negative_zero_for_negative(TestImplementation& honest, const Problem& problem,
                                        bool saved) {
  Problem seen = problem;
  for (double& x : seen.x) x = x == 0 && std::signbit(x) ? -1 : x;
  return honest.forward(seen, saved);
}

const ForwardKilling kKillings[] = {
    {"eps_precision", "casts eps to f16", kHalf, casts_eps_to_half},
    {"nan_stays_in_its_channel", "replaces NaN by 0", kPlain, replaces_nan},
    {"nan_stays_in_its_channel", "spreads NaN to all channels", kPlain, spreads_to_all_channels},
    {"infinity_stays_in_its_channel", "clamps to the largest number", kPlain, clamps_infinity},
    {"infinity_stays_in_its_channel", "spreads it to all channels", kPlain,
     spreads_to_all_channels},
    {"zero_weight", "keeps weight away from 0", kPlain, keeps_weight_from_zero},
    {"zero_variance", "answers the bias where the dialect says NaN", kPlain, answers_the_bias,
     "pytorch;zero_variance=nan"},
    {"signed_zero", "takes -0 for a negative number", kPlain, takes_negative_zero_for_negative},
};

}  // namespace

std::span<const ForwardKilling> special_value_killings() { return kKillings; }

}  // namespace bncheck::properties

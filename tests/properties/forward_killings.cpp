#include "tests/properties/forward_killings.h"

#include <cmath>
#include <utility>

namespace bncheck::properties {
namespace {

using Answer = Outcome<Forward<double>>;

constexpr const char* kPlain =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
constexpr const char* kRepeating =
    "f32 4x2x9 nchw training eps=1e-3 momentum=0.1 weight=2,-1 bias=1 running_mean=0.5 "
    "running_var=2 x=integers*2^0+1@1 dy=uniform*2^0+0.25@3";
constexpr const char* kOneHot =
    "f32 8x1 nchw training eps=1e-3 momentum=0.1 weight=2 bias=1 running_mean=0.5 running_var=2 "
    "x=one-hot*2^0+0@1 dy=uniform*2^0+0.25@3";
constexpr const char* kDouble =
    "f64 4x3x2x2 nchw training eps=1e-3 momentum=0.1 weight=2,-1,0.5 bias=1,0.25 running_mean=0.5 "
    "running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
constexpr const char* kLargeEps =
    "f32 4x2x4 nchw training eps=1 momentum=0.1 weight=2,-1 bias=1 running_mean=0.5 running_var=2 "
    "x=bell*2^-4+1@1 dy=uniform*2^0+0.25@3";

double next_above(const Problem& problem, double value) {
  return round_to(problem.dtype, value + 2 * unit_roundoff(problem.dtype) * std::fabs(value));
}

Answer normalizes_too_far(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  for (double& y : answer.outputs.y) y = round_to(problem.dtype, 1.25 * y);
  return answer;
}

Answer adds_a_hidden_constant(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  seen.eps += 1e-12;
  return honest.forward(seen, saved);
}

Answer rounds_toward_zero_below(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  for (double& y : answer.outputs.y) y = y < 0 ? next_above(problem, y) : y;  // a directed rounding
  return answer;
}

Answer takes_weight_as_positive(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  for (double& weight : seen.weight) weight = std::fabs(weight);
  return honest.forward(seen, saved);
}

Answer keeps_weight_from_zero(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  for (double& weight : seen.weight)
    weight = weight < 0 ? std::fmin(weight, -1e-3) : std::fmax(weight, 1e-3);
  return honest.forward(seen, saved);
}

Answer treats_the_last_channel_otherwise(TestImplementation& honest, const Problem& problem,
                                         bool saved) {
  Answer answer = honest.forward(problem, saved);
  double& invstd = answer.outputs.save_invstd.back();
  invstd = round_to(problem.parameters(), invstd * (1 + 2 * unit_roundoff(problem.parameters())));
  return answer;
}

Answer leaks_the_next_channel(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  std::vector<double>& mean = answer.outputs.running_mean;
  mean.front() = round_to(problem.parameters(), mean.front() + 1e-6 * problem.x.at(4));
  return answer;
}

/// One unit above in the last value of a channel: a scalar tail that rounds otherwise.
Answer rounds_the_tail_otherwise(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  answer.outputs.y.back() = next_above(problem, answer.outputs.y.back());
  return answer;
}

Answer swaps_two_values(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  std::swap(answer.outputs.y[0], answer.outputs.y[1]);
  return answer;
}

/// Answers as the implementation with one of the defects of the formulas.
template <Defect defect>
Answer answers_with(TestImplementation&, const Problem& problem, bool saved) {
  return TestImplementation(defect).forward(problem, saved);
}

/// A one-pass variance: it errs by a share of mean^2.
Answer cancels_squares(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  seen.eps += 1e-6 * problem.x.front() * problem.x.front();
  return honest.forward(seen, saved);
}

Answer multiplies_bias_by_weight(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  for (std::size_t c = 0; c < seen.bias.size(); ++c) seen.bias[c] *= seen.weight[c];
  return honest.forward(seen, saved);
}

/// Divides the sum of squares by n alone, and takes eps for as many.
Answer counts_images_alone(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  seen.eps /= static_cast<double>(problem.shape.spatial_size());
  return honest.forward(seen, saved);
}

Answer negates_the_output(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  for (double& y : answer.outputs.y) y = -y;
  return answer;
}

Answer saves_a_third_of_invstd(TestImplementation& honest, const Problem& problem, bool saved) {
  Answer answer = honest.forward(problem, saved);
  for (double& invstd : answer.outputs.save_invstd) invstd /= 3;
  return answer;
}

Answer subtracts_eps(TestImplementation& honest, const Problem& problem, bool saved) {
  Problem seen = problem;
  seen.eps = -problem.eps;
  return honest.forward(seen, saved);
}

const ForwardKilling kKillings[] = {
    {"output_bound", "normalizes by too small a variance", kOneHot, normalizes_too_far},
    {"shift", "cancels squares of the mean", kPlain, cancels_squares},
    {"power_of_two_input", "adds a hidden constant to the variance", kDouble,
     adds_a_hidden_constant},
    {"negation", "rounds in one direction", kPlain, rounds_toward_zero_below},
    {"negation", "takes weight as positive, and the mean's sign with it", kPlain,
     [](TestImplementation& honest, const Problem& problem, bool saved) {
       Answer answer = honest.forward(problem, saved);
       for (double& mean : answer.outputs.save_mean) mean = std::fabs(mean);
       return answer;
     }},
    {"power_of_two_affine", "takes weight as positive", kPlain, takes_weight_as_positive},
    {"power_of_two_affine", "keeps weight away from 0", kDouble, keeps_weight_from_zero},
    {"affine_output", "multiplies the bias by weight", kPlain, multiplies_bias_by_weight},
    {"place_permutation", "drops the last value", kPlain,
     answers_with<Defect::drops_the_last_value>},
    {"channel_permutation", "treats the last channel otherwise", kPlain,
     treats_the_last_channel_otherwise},
    {"channel_independence", "leaks the next channel", kPlain, leaks_the_next_channel},
    {"duplication", "normalizes by the unbiased variance", kPlain,
     answers_with<Defect::normalizes_with_unbiased_variance>},
    {"merged_axes", "counts images alone", kPlain, counts_images_alone},
    {"monotone_output", "swaps two values", kPlain, swaps_two_values},
    {"equal_inputs", "rounds the tail otherwise", kRepeating, rounds_the_tail_otherwise},
    {"convexity", "negates the output", kPlain, negates_the_output},
    {"convexity", "saves a third of invstd", kPlain, saves_a_third_of_invstd},
    {"general_scaling", "adds eps outside the root", kPlain,
     answers_with<Defect::adds_eps_outside_the_root>},
    {"lipschitz", "ignores eps", kPlain, answers_with<Defect::ignores_eps>},
    {"idempotence", "adds eps outside the root", kPlain,
     answers_with<Defect::adds_eps_outside_the_root>},
    {"idempotence", "ignores eps", kPlain, answers_with<Defect::ignores_eps>},
    {"cocoercivity", "ignores an eps above the variance", kLargeEps,
     answers_with<Defect::ignores_eps>},
    {"two_valued_output", "adds eps outside the root", kPlain,
     answers_with<Defect::adds_eps_outside_the_root>},
    {"constant_channel", "is off in the mean", kPlain, answers_with<Defect::drops_the_last_value>},
    {"identity", "adds eps outside the root", kPlain,
     answers_with<Defect::adds_eps_outside_the_root>},
    {"identity", "forgets bias", kPlain, answers_with<Defect::forgets_bias>},
    {"path_integral", "adds eps outside the root", kPlain,
     answers_with<Defect::adds_eps_outside_the_root>},
    {"path_integral", "normalizes by the unbiased variance", kPlain,
     answers_with<Defect::normalizes_with_unbiased_variance>},
    {"eps_monotone", "subtracts eps", kPlain, subtracts_eps},
};

}  // namespace

std::span<const ForwardKilling> relation_killings() { return kKillings; }

std::vector<ForwardKilling> forward_killings() {
  std::vector<ForwardKilling> all;
  for (const auto& group : {relation_killings(), special_value_killings()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace bncheck::properties

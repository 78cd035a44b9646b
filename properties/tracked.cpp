#include "properties/tracked.h"

#include "properties/moments.h"

namespace bncheck::properties {

void Tracked::set(const std::vector<double>& values) {
  returned = values;
  exact.assign(values.begin(), values.end());
  error.assign(values.size(), 0);
}

Judgement Tracked::update(const char* what, const Ball& keep, const Ball& fresh,
                          const std::vector<Ball>& batch, const std::vector<double>& answer,
                          const Budget& step) {
  const double factor = keep.upper_magnitude();
  for (std::size_t c = 0; c < exact.size(); ++c) {
    exact[c] = keep * exact[c] + fresh * batch[c];
    error[c] = add_up(mul_up(factor, error[c]), step.radius[c]);
  }
  returned = answer;
  return judge(what, returned, exact, {error, step.range});
}

std::vector<Ball> Tracked::enclosed() const {
  std::vector<Ball> all = exact;
  for (std::size_t c = 0; c < all.size(); ++c) all[c] = all[c].widened(error[c]);
  return all;
}

Judgement judge_evaluation(Trial& evaluation, const std::vector<Ball>& mean,
                           const std::vector<Ball>& var) {
  const Problem& problem = evaluation.problem();
  Budget budget = evaluation.forward_budget().y;
  std::vector<Ball> truth(problem.x.size());
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const auto c = static_cast<std::size_t>(channel);
    const Ball scale = Ball(problem.weight_of(channel)) / sqrt(var[c] + Ball(problem.eps));
    for_channel(problem.shape, channel, [&](std::size_t i) {
      truth[i] = scale * (Ball(problem.x[i]) - mean[c]) + Ball(problem.bias_of(channel));
      if (!scale.is_finite()) truth[i] = scale;  // not 0 where x is the mean
      budget.radius[i] = add_up(budget.radius[i], truth[i].radius);
      truth[i].radius = 0;
    });
  }
  return judge("y", evaluation.forward().outputs.y, truth, budget);
}

}  // namespace bncheck::properties

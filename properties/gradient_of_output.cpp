#include "properties/gradient_channel.h"
#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.forward())) return *ended;
  Problem problem = trial.problem();
  problem.dy = trial.forward().outputs.y;
  if (!all_finite(problem.dy)) return skipped("y is not finite (see F4)");
  Trial other(trial.court(), problem);
  if (const auto ended = judge_status(other.backward())) return *ended;
  Residuals residuals("dx(y) - weight^2*invstd^2*(x - mean)*eps/(var + eps)");
  const std::vector<GradientChannel>& channels = other.gradient_channels();
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const GradientChannel& channel = channels[c];
    // y is exact but for its budget, and dx moves by no more than that allows.
    const double moved =
        moved_by(channel, norm(channel_of(trial.forward_budget().y.radius, problem.shape,
                                          static_cast<std::int64_t>(c))));
    const Ball slope = square(channel.weight * channel.invstd) * channel.leftover;
    for (std::size_t j = 0; j < channel.dx.size(); ++j) {
      residuals.add_at(index_of(problem.shape, c, j),
                       (channel.dx[j] - slope * channel.x.deviation[j]).widened(moved),
                       channel.dx_range[j]);
    }
  }
  return residuals.judgement();
}

}  // namespace

const Property kGradientOfOutput{
    "gradient_of_output",
    "B22",
    "gradient of sum(y^2)/2",
    "where dy = y, dx_i = weight^2*invstd^2*(x_i - mean)*eps/(var + eps)",
    trains_with_backward,
    check,
    /*splits_by_channel=*/false,
    {.proof = "sum(y^2)/2 = m*bias^2/2 + m*weight^2/2*var/(var + eps). Its derivative by x_i is "
              "weight^2*eps/(var + eps)^2*(x_i - mean), and 1/(var + eps) is invstd^2.",
     .budget = "T3: the budget of dx, and |weight|*invstd times the Euclidean length of the "
               "budgets of y, by which the rounding of dy = y may move it.",
     .catches = "Cancellation that loses more than declared (where var is far above eps nearly all "
                "of dy cancels), the variance term missing, any wrong eps.",
     .defect = "no variance term"},
};

}  // namespace bncheck::properties

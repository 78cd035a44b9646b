#include "properties/residuals.h"

#include "core/error.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

// A decided channel outweighs an undecided one.
int weight(Verdict verdict) {
  switch (verdict) {
    case Verdict::skip: return 0;
    case Verdict::inconclusive: return 1;
    case Verdict::pass: return 2;
    case Verdict::fail: return 3;
    case Verdict::error: return 4;
  }
  return 0;
}

}  // namespace

std::vector<Ball> enclose(std::span<const double> got, const Budget& budget) {
  BN_ASSERT(got.size() == budget.radius.size());
  std::vector<Ball> balls;
  balls.reserve(got.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    balls.push_back(Ball(got[i]).widened(budget.radius[i]));
  }
  return balls;
}

double sum_up(std::span<const double> terms) {
  double total = 0;
  for (double term : terms) total = add_up(total, term);
  return total;
}

bool trains(const Trial& trial) {
  const Problem& problem = trial.problem();
  return problem.mode == Mode::training && problem.shape.values_per_channel() >= 2;
}

bool evaluates(const Trial& trial) {
  const Problem& problem = trial.problem();
  return problem.mode == Mode::evaluation && problem.shape.values_per_channel() >= 1;
}

bool has_backward(const Trial& trial) { return trial.court().implementation.has_backward(); }

void Residuals::add_at(std::size_t index, const Ball& residual, double range) {
  Judgement next = judge_residual(what_, residual, range);
  if (next.evidence) next.evidence->index = index;
  const int mine = weight(worst_.verdict);
  const int theirs = weight(next.verdict);
  const bool more_telling = theirs == mine && worst_.evidence && next.evidence &&
                            next.evidence->ratio > worst_.evidence->ratio;
  if (theirs > mine || more_telling) worst_ = std::move(next);
}

}  // namespace bncheck::properties

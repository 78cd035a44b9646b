#include "properties/residuals.h"

#include <algorithm>

#include "core/error.h"
#include "properties/moments.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

// A decided part outweighs an undecided one.
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

/// Whether the other evidence says more than mine.
bool is_more_telling(const std::optional<Evidence>& other, const std::optional<Evidence>& mine) {
  if (!other || !mine) return other.has_value();
  if (other->ratio != mine->ratio) return other->ratio > mine->ratio;
  return other->what == mine->what && other->index < mine->index;
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

ChannelSum sum_channel(std::span<const double> got, const Budget& budget, const Shape& shape,
                       std::int64_t channel) {
  ChannelSum sum;
  for_channel(shape, channel, [&](std::size_t i) {
    sum.total = sum.total + Ball(got[i]).widened(budget.radius[i]);
    sum.range = add_up(sum.range, budget.range[i]);
  });
  return sum;
}

bool trains(const Trial& trial) {
  const Problem& problem = trial.problem();
  return problem.mode == Mode::training && problem.shape.c >= 1 &&
         problem.shape.values_per_channel() >= 2;
}

bool evaluates(const Trial& trial) {
  const Problem& problem = trial.problem();
  const auto has_root = [&problem](double var) { return var + problem.eps > 0; };
  return problem.mode == Mode::evaluation && problem.shape.size() >= 1 &&
         std::all_of(problem.running_var.begin(), problem.running_var.end(), has_root);
}

bool has_backward(const Trial& trial) { return trial.court().implementation.has_backward(); }

bool trains_with_backward(const Trial& trial) { return trains(trial) && has_backward(trial); }

bool trains_with_running(const Trial& trial) {
  return trains(trial) && trial.problem().has_running();
}

void merge_part(Judgement& whole, Judgement part) {
  const int mine = weight(whole.verdict);
  const int theirs = weight(part.verdict);
  if (theirs > mine || (theirs == mine && is_more_telling(part.evidence, whole.evidence))) {
    whole = std::move(part);
  }
}

void Residuals::add_at(std::size_t index, const Ball& residual, double range) {
  Judgement next = judge_residual(what_, residual, range);
  if (next.evidence) next.evidence->index = index;
  merge_part(worst_, std::move(next));
}

}  // namespace bncheck::properties

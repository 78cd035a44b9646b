#include "properties/module_session.h"

#include "properties/moments.h"
#include "properties/residuals.h"
#include "properties/transformed.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

Judgement nothing_asked() { return skipped("the implementation is asked nothing"); }

}  // namespace

ModuleSession::ModuleSession(Trial& trial)
    : court_(trial.court()),
      problem_(trial.problem()),
      has_backward_(has_backward(trial)),
      first_(batch_of(problem_)),
      second_(batch_of(with_second_input(problem_))) {
  saved_.mean.set(problem_.running_mean);
  saved_.var.set(problem_.running_var);
  modules_.fill({saved_, problem_.momentum});
}

ModuleSession::Batch ModuleSession::batch_of(const Problem& problem) const {
  Batch batch{problem.x, {}, {}};
  for (std::int64_t channel = 0; channel < problem.shape.c; ++channel) {
    const Moments of = moments(channel_of(problem.x, problem.shape, channel));
    batch.mean.push_back(of.mean);
    batch.var.push_back(running_variance(of, court_.dialect));
  }
  return batch;
}

Problem ModuleSession::problem_for(const Batch& batch, Mode mode) const {
  Problem problem = problem_;
  problem.mode = mode;
  problem.momentum = module().momentum;
  problem.x = batch.x;
  problem.running_mean = module().state.mean.returned;
  problem.running_var = module().state.var.returned;
  return problem;
}

Judgement ModuleSession::train(const Batch& batch) {
  Trial trial(court_, problem_for(batch, Mode::training));
  if (const auto ended = judge_status(trial.forward())) return *ended;
  const Ball momentum(module().momentum), rest = Ball(1) - momentum;
  const bool weighs_new = court_.dialect.momentum == MomentumWeighs::new_value;
  const Ball& keep = weighs_new ? rest : momentum;
  const Ball& fresh = weighs_new ? momentum : rest;
  const Forward<double>& answer = trial.forward().outputs;
  const ErrorModel::ForwardBudget& budget = trial.forward_budget();
  auto& [mean, var] = module().state;
  Judgement result = mean.update("running_mean", keep, fresh, batch.mean, answer.running_mean,
                                 budget.running_mean);
  result.merge(
      var.update("running_var", keep, fresh, batch.var, answer.running_var, budget.running_var));
  return result;
}

Judgement ModuleSession::evaluate() {
  Trial trial(court_, problem_for(first_, Mode::evaluation));
  if (const auto ended = judge_status(trial.forward())) return *ended;
  return judge_evaluation(trial, module().state.mean.enclosed(), module().state.var.enclosed());
}

Judgement ModuleSession::backward() {
  if (!has_backward_) return nothing_asked();
  Trial trial(court_, problem_for(first_, Mode::training));
  const auto ended = judge_status(trial.backward());
  return ended ? *ended : nothing_asked();
}

Judgement ModuleSession::run(const Command& command) {
  switch (command.action) {
    case Action::train: return train(first_);
    case Action::train_second: return train(second_);
    case Action::evaluate: return evaluate();
    case Action::backward: return backward();
    case Action::set_momentum: module().momentum = command.momentum; break;
    case Action::save: saved_ = module().state; break;
    case Action::load: module().state = saved_; break;
    case Action::other_module: active_ = 1 - active_; break;
    case Action::reset:
      module().state.mean.set(std::vector<double>(problem_.running_mean.size(), 0));
      module().state.var.set(std::vector<double>(problem_.running_var.size(), 1));
      break;
  }
  return nothing_asked();
}

bool ModuleSession::is_finite() const {
  return all_finite(module().state.mean.returned) && all_finite(module().state.var.returned);
}

}  // namespace bncheck::properties

#include "properties/trial.h"

#include <utility>

#include "core/refusal.h"
#include "properties/second_gradients.h"

namespace bncheck::properties {
namespace {

/// Returns the value that make() gives, made at most once.
template <class T, class Make>
const T& once(std::optional<T>& place, const Make& make) {
  if (!place) place = make();
  return *place;
}

std::vector<double> rounded(const std::vector<Ball>& exact, DType dtype) {
  std::vector<double> values;
  values.reserve(exact.size());
  for (const Ball& each : exact) values.push_back(round_to(dtype, each.middle.hi));
  return values;
}

}  // namespace

Trial::Trial(const Court& court, Problem problem)
    : court_(court), problem_(std::move(problem)), given_eps_(problem_.eps) {
  problem_.eps = dialect().eps.taken(given_eps_);
}

Trial::Trial(const Court& court, Problem problem, SecondGradients second)
    : Trial(court, std::move(problem)) {
  second_ = std::move(second);
}

Problem Trial::given() const {
  Problem problem = problem_;
  problem.eps = given_eps_;
  return problem;
}

/// Puts the problem to the implementation as it is given, and returns how that ended.
template <class Ask>
auto Trial::ask(const Ask& call) const {
  auto outcome = given_eps_ == problem_.eps ? call(problem_) : call(given());
  if (outcome.status == CallStatus::invalid && !outcome.may_refuse) {
    outcome.may_refuse = may_be_refused(problem_, dialect());
  }
  return outcome;
}

const Contract& Trial::contract() {
  return once(contract_, [&] {
    const bool kept = given_eps_ == problem_.eps;
    return court_.implementation.contract(kept ? problem_ : given());
  });
}

const Statistics<Ball>& Trial::statistics() {
  return once(statistics_, [&] { return court_.oracle.statistics(problem_); });
}

const Outcome<Forward<double>>& Trial::forward() {
  const bool saved = problem_.mode == Mode::training && dialect().saved != SavedStatistic::none &&
                     problem_.manner.saved;
  return once(forward_, [&] {
    return ask([&](const Problem& given) { return court_.implementation.forward(given, saved); });
  });
}

const Forward<Ball>& Trial::forward_truth() {
  return once(forward_truth_, [&] { return court_.oracle.forward(problem_, dialect()); });
}

const ErrorModel::ForwardBudget& Trial::forward_budget() {
  return once(forward_budget_, [&] {
    return court_.error_model.forward(problem_, contract(), dialect(), statistics());
  });
}

Trial& Trial::plain() {
  if (problem_.weight.empty() && problem_.bias.empty()) return *this;
  if (!plain_) {
    Problem problem = given();
    problem.weight.clear();
    problem.bias.clear();
    plain_ = std::make_unique<Trial>(court_, std::move(problem));
  }
  return *plain_;
}

SavedStatistics Trial::saved_statistics() {
  if (problem_.mode == Mode::evaluation) return {};
  const bool saves = dialect().saved == SavedStatistic::invstd && problem_.manner.saved;
  if (saves && forward().status == CallStatus::ok) {
    return {forward().outputs.save_mean, forward().outputs.save_invstd};
  }
  const DType dtype = problem_.parameters();
  return {rounded(statistics().mean, dtype), rounded(statistics().invstd, dtype)};
}

const Outcome<Backward<double>>& Trial::backward() {
  return once(backward_, [&] {
    const SavedStatistics saved = saved_statistics();
    return ask([&](const Problem& given) { return court_.implementation.backward(given, saved); });
  });
}

const Backward<Ball>& Trial::backward_truth() {
  return once(backward_truth_, [&] { return court_.oracle.backward(problem_); });
}

const ErrorModel::BackwardBudget& Trial::backward_budget() {
  return once(backward_budget_,
              [&] { return court_.error_model.backward(problem_, contract(), statistics()); });
}

const std::vector<GradientChannel>& Trial::gradient_channels() {
  return once(gradient_channels_, [&] {
    return properties::gradient_channels(problem_, backward().outputs, backward_budget());
  });
}

const SecondGradients& Trial::second() {
  return once(second_, [&] { return second_gradients(problem_); });
}

const Outcome<DoubleBackward<double>>& Trial::double_backward() {
  return once(double_backward_, [&] {
    const SavedStatistics saved = saved_statistics();
    return ask([&](const Problem& given) {
      return court_.implementation.double_backward(given, saved, second());
    });
  });
}

const DoubleBackward<Ball>& Trial::double_backward_truth() {
  return once(double_backward_truth_,
              [&] { return court_.oracle.double_backward(problem_, second()); });
}

const ErrorModel::DoubleBackwardBudget& Trial::double_backward_budget() {
  return once(double_backward_budget_, [&] {
    return court_.error_model.double_backward(problem_, second(), contract(), statistics());
  });
}

}  // namespace bncheck::properties

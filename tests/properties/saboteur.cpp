#include "tests/properties/saboteur.h"

#include "core/case.h"

namespace bncheck::properties {

Contract Saboteur::contract(const Problem& problem) {
  Contract contract = default_contract(problem.dtype);
  contract.deterministic = true;
  contract.uniform = true;
  contract.in_place = true;
  contract.correctly_rounded = true;
  contract.double_parameters = true;
  contract.summation = Summation::tree;
  contract.summation_height = 3;  // of 8 values: the lowest
  return contract;
}

Outcome<Forward<double>> Saboteur::forward(const Problem& problem, bool saved) {
  Outcome<Forward<double>> outcome = TestImplementation::forward(problem, saved);
  last = problem;
  if (forward_calls == 1) first = problem;
  if (problem.mode == Mode::evaluation) ++evaluations;
  if (sabotage_ != nullptr && sabotage_->forward != nullptr) {
    sabotage_->forward(*this, problem, outcome.outputs);
  }
  return outcome;
}

Outcome<Backward<double>> Saboteur::backward(const Problem& problem, const SavedStatistics& saved) {
  Outcome<Backward<double>> outcome = TestImplementation::backward(problem, saved);
  ++backward_calls;
  if (sabotage_ != nullptr && sabotage_->backward != nullptr) {
    sabotage_->backward(*this, problem, outcome.outputs);
  }
  return outcome;
}

Outcome<DoubleBackward<double>> Saboteur::double_backward(const Problem& problem,
                                                          const SavedStatistics& saved,
                                                          const SecondGradients& second) {
  Outcome<DoubleBackward<double>> outcome =
      TestImplementation::double_backward(problem, saved, second);
  if (sabotage_ != nullptr && sabotage_->double_backward != nullptr) {
    sabotage_->double_backward(*this, problem, second, outcome.outputs);
  }
  return outcome;
}

DoubleBackward<double> Saboteur::honest_second(const Problem& problem,
                                               const SecondGradients& second) const {
  return TestImplementation().double_backward(problem, {}, second).outputs;
}

Backward<double> Saboteur::honest_gradients(const Problem& problem) const {
  return TestImplementation().backward(problem, {}).outputs;
}

Verdict verdict_of(const Sabotage& sabotage, bool spoilt, const Dialect& dialect) {
  Saboteur implementation(spoilt ? &sabotage : nullptr, dialect);
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, dialect};
  Trial trial(court, expand(parse_case(sabotage.line)));
  const Property& property = law(sabotage.id);
  return property.applies_to(trial) ? property.check(trial).verdict : Verdict::skip;
}

std::vector<Sabotage> sabotages() {
  std::vector<Sabotage> all;
  for (const auto& group :
       {gradient_sabotages(), running_sabotages(), evaluation_sabotages(), variation_sabotages(),
        structure_sabotages(), module_sabotages(), second_sabotages(), layout_sabotages()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace bncheck::properties

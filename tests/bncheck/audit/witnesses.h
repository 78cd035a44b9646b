#pragma once

#include "core/implementation.h"
#include "core/oracle.h"
#include "tests/bncheck/audit/record.h"

namespace bncheck::audit {

// The parties of a trial, each handing on every question and answer and writing them down.

/// Records every call and every contract.
class WitnessedImplementation : public Implementation {
 public:
  WitnessedImplementation(Implementation& inner, CaseRecord& record)
      : inner_(inner), record_(record) {}

  std::string name() const override { return inner_.name(); }
  std::string version() const override { return inner_.version(); }
  std::string dialect() const override { return inner_.dialect(); }
  bool has_backward() const override { return inner_.has_backward(); }
  bool has_double_backward() const override { return inner_.has_double_backward(); }

  Contract contract(const Problem& problem) override {
    Contract contract = inner_.contract(problem);
    record_.add_contract(problem, contract);
    return contract;
  }

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = inner_.forward(problem, saved);
    record_.add_call(problem, saved, outcome);
    return outcome;
  }

  Outcome<Backward<double>> backward(const Problem& problem,
                                     const SavedStatistics& saved) override {
    auto outcome = inner_.backward(problem, saved);
    record_.add_call(problem, saved, outcome);
    return outcome;
  }

  Outcome<DoubleBackward<double>> double_backward(const Problem& problem,
                                                  const SavedStatistics& saved,
                                                  const SecondGradients& second) override {
    auto outcome = inner_.double_backward(problem, saved, second);
    record_.add_call(problem, saved, second, outcome);
    return outcome;
  }

 private:
  Implementation& inner_;
  CaseRecord& record_;
};

/// Records which problems the laws ask the oracle about; its answers are for others to recompute.
class WitnessedOracle : public Oracle {
 public:
  WitnessedOracle(const Oracle& inner, CaseRecord& record) : inner_(inner), record_(record) {}

  Statistics<Ball> statistics(const Problem& problem) const override {
    return inner_.statistics(problem);
  }

  Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const override {
    record_.add_question(problem);
    return inner_.forward(problem, dialect);
  }

  Backward<Ball> backward(const Problem& problem) const override {
    return inner_.backward(problem);
  }

  DoubleBackward<Ball> double_backward(const Problem& problem,
                                       const SecondGradients& second) const override {
    return inner_.double_backward(problem, second);
  }

 private:
  const Oracle& inner_;
  CaseRecord& record_;
};

/// Records every budget.
class WitnessedErrorModel : public ErrorModel {
 public:
  WitnessedErrorModel(const ErrorModel& inner, CaseRecord& record)
      : inner_(inner), record_(record) {}

  ForwardBudget forward(const Problem& problem, const Contract& contract, const Dialect& dialect,
                        const Statistics<Ball>& statistics) const override {
    ForwardBudget budget = inner_.forward(problem, contract, dialect, statistics);
    record_.add_budget(problem, budget);
    return budget;
  }

  BackwardBudget backward(const Problem& problem, const Contract& contract,
                          const Statistics<Ball>& statistics) const override {
    BackwardBudget budget = inner_.backward(problem, contract, statistics);
    record_.add_budget(problem, budget);
    return budget;
  }

  DoubleBackwardBudget double_backward(const Problem& problem, const SecondGradients& second,
                                       const Contract& contract,
                                       const Statistics<Ball>& statistics) const override {
    DoubleBackwardBudget budget = inner_.double_backward(problem, second, contract, statistics);
    record_.add_budget(problem, second, budget);
    return budget;
  }

 private:
  const ErrorModel& inner_;
  CaseRecord& record_;
};

}  // namespace bncheck::audit

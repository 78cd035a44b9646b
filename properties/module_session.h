#pragma once

#include <array>
#include <optional>

#include "properties/module_commands.h"
#include "properties/tracked.h"

namespace bncheck::properties {

/// Two modules, driven through the stateless door of the implementation: the running statistics
/// that a call returned are handed to the next one. Beside them runs the exact model. The trial is
/// of training with running statistics.
class ModuleSession {
 public:
  explicit ModuleSession(Trial& trial);

  /// Obeys, and judges what the implementation answered: skip where it was asked nothing.
  Judgement run(const Command& command);

  /// Returns whether the running statistics that were returned last are finite.
  bool is_finite() const;

 private:
  struct State {
    Tracked mean, var;
  };
  struct Module {
    State state;
    double momentum = 0;
  };
  /// What a batch makes of the running statistics.
  struct Batch {
    std::vector<double> x;
    std::vector<Ball> mean, var;
  };

  Batch batch_of(const Problem& problem) const;
  Problem problem_for(const Batch& batch, Mode mode) const;
  Judgement train(const Batch& batch);
  Judgement evaluate();
  Judgement backward();

  const Module& module() const { return modules_[active_]; }
  Module& module() { return modules_[active_]; }

  const Court& court_;
  Problem problem_;
  bool has_backward_;
  Batch first_, second_;
  std::array<Module, 2> modules_;
  State saved_;
  std::size_t active_ = 0;
};

}  // namespace bncheck::properties

#pragma once

#include <string>
#include <vector>

#include "core/batch_norm.h"

namespace bncheck::properties {

/// What is done to a module with running statistics, or to one of two.
enum class Action {
  train,         ///< forward in training on the batch
  train_second,  ///< the same on another batch
  evaluate,
  backward,  ///< forward and backward in training, of which the module takes over nothing
  set_momentum,
  reset,         ///< running_mean 0, running_var 1
  save,          ///< keeps a copy of the running statistics
  load,          ///< puts back the copy, which may be the other module's; at first the initial ones
  other_module,  ///< the commands that follow are for the other module
};

struct Command {
  Action action = Action::train;
  double momentum = 0;  ///< of set_momentum
};

/// Derives commands from all that the problem holds, and from nothing else: the same case gives the
/// same ones wherever it is judged.
std::vector<Command> commands_for(const Problem& problem);

/// Returns "train", "set momentum 0.5" or the like.
std::string to_string(const Command& command);

}  // namespace bncheck::properties

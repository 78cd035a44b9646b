#include "properties/laws.h"
#include "properties/module_session.h"
#include "properties/residuals.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

/// Stops where the running statistics are not finite, which is for R1 to judge: no model follows.
Judgement check(Trial& trial) {
  ModuleSession session(trial);
  Judgement worst = skipped("the implementation was asked nothing");
  std::string told;
  for (const Command& command : commands_for(trial.problem())) {
    told += (told.empty() ? "after " : ", ") + to_string(command);
    Judgement judgement = session.run(command);
    if (judgement.verdict > Verdict::inconclusive) {
      judgement.reason = told + ": " + judgement.reason;
      return judgement;
    }
    merge_part(worst, std::move(judgement));
    if (!session.is_finite()) break;
  }
  return worst;
}

}  // namespace

const Property kModuleState{
    "module_state",
    "R9",
    "a module's life",
    "after any commands (train on one of two batches, evaluate, backward, set momentum, reset, "
    "save, load, change between two modules) the running statistics are those of the exact model, "
    "and evaluation answers with them, whatever eps is",
    trains_with_running,
    check,
    /*splits_by_channel=*/false,
    {.proof = "By induction from O3 and O4: a call's answer depends on its arguments alone, among "
              "them the running statistics and the momentum of the module that it is for.",
     .budget = "T2; an update's error is |keep| times the error so far and the step's budget, as "
               "in R3; evaluation adds that to its own budget as in R8.",
     .catches = "Buffers that two modules share, evaluation or backward that update, momentum "
                "cached from the first call, resets and loads that come too late or not at all.",
     .defect = "one state for all modules"},
};

}  // namespace bncheck::properties

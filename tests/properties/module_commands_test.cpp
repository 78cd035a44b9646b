#include "properties/module_commands.h"

#include <gtest/gtest.h>

#include <set>

#include "core/case.h"
#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

std::string told(const Problem& problem) {
  std::string text;
  for (const Command& command : commands_for(problem)) text += to_string(command) + ", ";
  return text;
}

TEST(ModuleCommands, DependOnTheProblemAlone) {
  Problem problem = expand(parse_case(kTrainingLine));
  const std::string text = told(problem);
  EXPECT_EQ(told(problem), text);
  problem.manner.threads = 3;
  EXPECT_EQ(told(problem), text);
  problem.x[0] += 1;
  EXPECT_NE(told(problem), text);
}

TEST(ModuleCommands, HoldEachActionSooner) {
  Problem problem = expand(parse_case(kTrainingLine));
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) {
    problem.dy[0] = i;
    for (const Command& command : commands_for(problem)) seen.insert(to_string(command));
  }
  EXPECT_EQ(seen,
            (std::set<std::string>{"train", "train(second)", "evaluate", "backward",
                                   "set momentum 0", "set momentum 0.25", "set momentum 0.5",
                                   "set momentum 1", "reset", "save", "load", "other module"}));
}

}  // namespace
}  // namespace bncheck::properties

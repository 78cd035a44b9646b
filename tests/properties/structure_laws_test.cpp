// What the laws of structure make of contracts, and how a module's failure is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/case.h"
#include "properties/module_commands.h"
#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

Judgement judged(const char* id, Implementation& implementation, const char* line = kTrainingLine) {
  const BallOracle oracle;
  const UlpErrorModel error_model;
  const Court court{implementation, oracle, error_model, {}};
  Trial trial(court, expand(parse_case(line)));
  return law(id).check(trial);
}

/// Honest within the budgets: every call but the first is off in the last place. Promises what it
/// is told to.
class Unsteady : public TestImplementation {
 public:
  explicit Unsteady(const Contract& contract) : contract_(contract) {}

  Contract contract(const Problem&) override { return contract_; }
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    auto outcome = TestImplementation::forward(problem, saved);
    if (forward_calls > 1) {
      for (double& y : outcome.outputs.y) y = std::nextafter(static_cast<float>(y), HUGE_VALF);
    }
    return outcome;
  }

 private:
  Contract contract_;
};

Verdict verdict(const char* id, void (*promise)(Contract&)) {
  Contract contract;
  contract.in_place = true;
  promise(contract);
  Unsteady implementation(contract);
  return judged(id, implementation).verdict;
}

TEST(StructureLaws, CorrectRoundingIsOfTheEpsThatTheContractKeeps) {
  // 1e-3 is no number of f32: without double parameters it is rounded first.
  const auto promise = [](Contract& c) { c.correctly_rounded = true; };
  const auto promise_all = [](Contract& c) { c.correctly_rounded = c.double_parameters = true; };
  EXPECT_EQ(verdict("correct_rounding", [](Contract&) {}), Verdict::skip);
  EXPECT_EQ(verdict("correct_rounding", promise), Verdict::skip);
  EXPECT_EQ(verdict("correct_rounding", promise_all),
            Verdict::pass);  // off from the second call on
}

TEST(StructureLaws, DemandBitsOnlyWhereTheyArePromised) {
  for (const char* id : {"repetition", "in_place", "output_selection"}) {
    EXPECT_EQ(verdict(id, [](Contract&) {}), Verdict::pass) << id;
    EXPECT_EQ(verdict(id, [](Contract& c) { c.deterministic = true; }), Verdict::fail) << id;
  }
  const char* threads = "thread_independence";
  EXPECT_EQ(verdict(threads, [](Contract& c) { c.deterministic = true; }), Verdict::pass);
  EXPECT_EQ(verdict(threads, [](Contract& c) { c.correctly_rounded = true; }), Verdict::fail);
}

TEST(InPlace, IsNotAskedOfThoseWhoDoNotOfferIt) {
  TestImplementation honest;
  EXPECT_EQ(judged("in_place", honest).verdict, Verdict::skip);
  EXPECT_EQ(honest.forward_calls, 0);
}

/// Refuses to be told how many threads to use.
class OneThread : public TestImplementation {
 public:
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    if (problem.manner.threads != 0) return {CallStatus::refused, "", {}};
    return TestImplementation::forward(problem, saved);
  }
};

TEST(ThreadIndependence, SkipsNumbersThatAreRefused) {
  OneThread one;
  EXPECT_EQ(judged("thread_independence", one).verdict, Verdict::skip);
}

TEST(OutputSelection, FailsWhereTheStatusDependsOnWhatIsWanted) {
  class Greedy : public TestImplementation {
   public:
    Outcome<Backward<double>> backward(const Problem& problem,
                                       const SavedStatistics& saved) override {
      if (!problem.manner.dx) return {CallStatus::fault, "dereferenced a null pointer", {}};
      return TestImplementation::backward(problem, saved);
    }
  };
  Greedy greedy;
  EXPECT_EQ(judged("output_selection", greedy).verdict, Verdict::error);
}

TEST(ModuleState, NamesTheShortestFailingCommands) {
  for (const Sabotage& sabotage : module_sabotages()) {
    Saboteur saboteur(&sabotage);
    const Judgement judgement = judged("module_state", saboteur, sabotage.line);
    std::string told = "after ";
    for (const Command& command : commands_for(expand(parse_case(sabotage.line)))) {
      told += (told == "after " ? "" : ", ") + to_string(command);
      if (judgement.reason.starts_with(told + ": ")) break;
    }
    EXPECT_THAT(judgement.reason, StartsWith(told + ": ")) << sabotage.defect;
    EXPECT_THAT(judgement.reason, HasSubstr("further from the truth")) << sabotage.defect;
  }
}

}  // namespace
}  // namespace bncheck::properties

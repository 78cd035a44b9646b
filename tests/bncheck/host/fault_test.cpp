#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cfenv>
#include <set>
#include <thread>

#include "bncheck/host/tensors.h"
#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::AnyOf;
using testing::EndsWith;
using testing::StartsWith;

void expect_honest(Plugin& plugin) {
  const Problem problem = problem_for(kHonest);
  const auto outcome = plugin.forward(problem, true);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.y, problem.x);
}

/// Returns the fault of a forward call, after making sure that the next call works.
std::string fault_of(const Problem& problem, const std::string& name = "misbehaving") {
  const auto plugin = load_plugin(fixture(name), kImpatient);
  const auto outcome = plugin->forward(problem, true);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  if (name == "misbehaving") expect_honest(*plugin);
  return outcome.message;
}

std::string fault_of(misdeed eps) { return fault_of(problem_for(eps)); }

/// Calls body with a problem that lies against either guard.
template <class Body>
void for_both_sides(misdeed eps, Body body) {
  for (std::int64_t n = 1; n <= 8; ++n) body(problem_for(eps, {n, 2, {2}}));
}

TEST(Fault, FindsAWritePastTheEnd) {
  bool by_guard = false;
  bool by_mark = false;
  for_both_sides(kWritesPastEnd, [&](const Problem& problem) {
    const std::string fault = fault_of(problem);
    EXPECT_THAT(fault, AnyOf("crashed with SIGSEGV: wrote just past the end of y",
                             "wrote past the end of y"));
    by_guard |= fault.starts_with("crashed");
    by_mark |= fault.starts_with("wrote");
  });
  EXPECT_TRUE(by_guard && by_mark) << "cases lie on both sides";
}

TEST(Fault, FindsAWriteBeforeTheStart) {
  bool by_guard = false;
  bool by_mark = false;
  for_both_sides(kWritesBeforeStart, [&](const Problem& problem) {
    const std::string fault = fault_of(problem);
    EXPECT_THAT(fault, AnyOf("crashed with SIGSEGV: wrote just before the start of y",
                             "wrote before the start of y"));
    by_guard |= fault.starts_with("crashed");
    by_mark |= fault.starts_with("wrote");
  });
  EXPECT_TRUE(by_guard && by_mark) << "cases lie on both sides";
}

TEST(Fault, FindsAWriteFarPastTheEnd) {
  EXPECT_EQ(fault_of(kWritesFarPastEnd),
            "crashed with SIGSEGV: wrote 100000 bytes past the end of y");
}

TEST(Fault, FindsAWriteIntoAGap) {
  EXPECT_EQ(fault_of(problem_for(kWritesIntoGap, {2, 2, {2}}, Layout::strided)),
            "wrote into the gaps between the elements of y");
}

TEST(Fault, FindsAWriteToAnInput) {
  EXPECT_EQ(fault_of(kWritesToInput), "crashed with SIGSEGV: wrote to its input x");
}

TEST(Fault, FindsAReadPastAnInput) {
  bool found = false;
  for_both_sides(kReadsPastInput, [&](const Problem& problem) {
    const auto plugin = load_plugin(fixture("misbehaving"));
    const auto outcome = plugin->forward(problem, true);
    if (outcome.status == CallStatus::ok) return;  // it lies at the front
    EXPECT_EQ(outcome.message, "crashed with SIGSEGV: read just past the end of its input x");
    found = true;
  });
  EXPECT_TRUE(found);
}

TEST(Fault, FindsAnUnwrittenElement) {
  std::set<Filling> held;
  for_both_sides(kLeavesElement, [&](const Problem& problem) {
    EXPECT_EQ(fault_of(problem), "left 1 element of y unwritten (first at index 2)");
    Arena arena;
    held.insert(Tensors(arena, problem).first_filling());
  });
  EXPECT_EQ(held, (std::set{Filling::numbers, Filling::poison}));
}

TEST(Fault, FindsUnwrittenStatistics) {
  Problem problem = problem_for(kHonest);
  problem.weight.clear();  // nothing to copy to save_mean
  EXPECT_EQ(load_plugin(fixture("misbehaving"))->forward(problem, true).message,
            "left 2 elements of save_mean unwritten (first at index 0)");
}

TEST(Fault, DemandsNoStatisticsOfAnEmptyBatch) {
  Problem problem = problem_for(kHonest, {0, 2, {3}});
  problem.weight.clear();  // nothing to copy to save_mean
  EXPECT_EQ(load_plugin(fixture("misbehaving"))->forward(problem, true).status, CallStatus::ok);
}

TEST(Fault, FindsANullPointer) {
  EXPECT_EQ(fault_of(kDereferencesNull), "crashed with SIGSEGV: dereferenced a null pointer");
}

TEST(Fault, FindsAnImpossibleAddress) {
  EXPECT_EQ(fault_of(kUsesImpossibleAddress),
            "crashed with SIGSEGV: used an address that no memory can have");
}

TEST(Fault, FindsAStackOverflow) {
  EXPECT_EQ(fault_of(kOverflowsStack), "crashed with SIGSEGV: overflowed its stack");
}

TEST(Fault, FindsADivisionByZero) {
  EXPECT_EQ(fault_of(kDividesByZero), "crashed with SIGFPE: divided an integer by zero");
}

TEST(Fault, FindsAnIllegalInstruction) {
  EXPECT_EQ(fault_of(kExecutesNonsense), "crashed with SIGILL");
}

TEST(Fault, IsAKillThatComesAgain) {
  EXPECT_EQ(fault_of(kKillsItself), "was killed by SIGKILL, perhaps for want of memory");
}

TEST(Fault, FindsAnAbort) { EXPECT_THAT(fault_of(kAborts), StartsWith("crashed with SIGABRT")); }

TEST(Fault, FindsACrashAfterTheControlBlockWasWrittenOver) {
  EXPECT_THAT(fault_of(kScribblesAndCrashes), StartsWith("crashed with SIGSEGV: wrote at 0x10"));
}

TEST(Fault, GoesOnAfterTheControlBlockWasWrittenOver) {
  const auto plugin = load_plugin(fixture("misbehaving"), kImpatient);
  EXPECT_EQ(plugin->forward(problem_for(kScribbles), true).message,
            "wrote over memory that its worker shares with the host");
  expect_honest(*plugin);
  const Problem larger = problem_for(kHonest, {64, 64, {8}});  // needs new windows
  EXPECT_EQ(plugin->forward(larger, true).outputs.y, larger.x);
}

TEST(Fault, FindsAHang) { EXPECT_EQ(fault_of(kHangs), "did not return within 1 s"); }

TEST(Fault, TakesAnotherTimeout) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  plugin->set_case_timeout(std::chrono::milliseconds(50));
  EXPECT_EQ(plugin->forward(problem_for(kHangs), false).message, "did not return within 50 ms");
}

TEST(Fault, FindsAnExit) {
  EXPECT_EQ(fault_of(kLeaves), "left without returning: exit code 0");
  EXPECT_EQ(fault_of(kExits), "left without returning: exit code 3");
}

TEST(Fault, FindsAChangedRoundingMode) {
  EXPECT_EQ(fault_of(kRounds), "changed the floating-point rounding mode");
}

TEST(Fault, FindsFlushToZero) {
  EXPECT_EQ(fault_of(kFlushes), "set flush-to-zero and set denormals-are-zero");
}

TEST(Fault, FindsClosedDescriptors) {
  EXPECT_EQ(fault_of(kClosesDescriptors), "closed file descriptors that are not its own");
}

TEST(Fault, SurvivesTruncatedDescriptors) {
  const auto plugin = load_plugin(fixture("misbehaving"), kImpatient);
  const Problem problem = problem_for(kTruncatesDescriptors);
  const auto outcome = plugin->forward(problem, true);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.y, problem.x) << "the shared memory is sealed";
  expect_honest(*plugin);
}

TEST(Fault, FindsAnEscapingException) {
  EXPECT_EQ(fault_of(problem_for(kHonest), "throwing"),
            "let an exception escape through its C interface");
}

TEST(Fault, FindsAStatusWithoutMeaning) {
  EXPECT_EQ(fault_of(kReturnsNonsense), "returned 77, which is no bn_status");
}

TEST(Fault, FindsAContractWithoutMeaning) {
  EXPECT_EQ(fault_of(kDeclaresNonsense),
            "declares the variance 9 in its contract, which bn_plugin.h gives no meaning");
}

TEST(Fault, FindsACrashInWhatForwardAsksFirst) {
  EXPECT_EQ(fault_of(kCrashesInContract),
            "crashed with SIGSEGV: dereferenced a null pointer when asked for its contract");
  EXPECT_EQ(fault_of(kCrashesInSupports),
            "crashed with SIGSEGV: dereferenced a null pointer when asked what it supports");
}

TEST(Fault, GivesTheDefaultContractAfterACrash) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  EXPECT_EQ(plugin->contract(problem_for(kCrashesInContract)), default_contract(DType::f32));
  EXPECT_EQ(plugin->contract(problem_for(kHonest)).variance, VarianceAlgorithm::welford);
}

TEST(Fault, FindsFaultsOfBackward) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  Problem problem = problem_for(kLeavesElementOfDx);
  const SavedStatistics saved = {problem.bias, problem.bias};
  EXPECT_EQ(plugin->backward(problem, saved).message,
            "left 1 element of dx unwritten (first at index 0)");
  problem.eps = kCrashesInBackward;
  EXPECT_THAT(plugin->backward(problem, saved).message, EndsWith("past the end of dweight"));
  problem.eps = kHonest;
  EXPECT_EQ(plugin->backward(problem, saved).status, CallStatus::ok);
}

TEST(Fault, FindsFaultsOfDoubleBackward) {
  const auto plugin = load_plugin(fixture("misbehaving"), kImpatient);
  const auto fault = [&](misdeed eps) {
    const Problem problem = problem_for(eps);
    const auto outcome = plugin->double_backward(problem, {problem.bias, problem.bias},
                                                 {problem.dy, problem.weight, problem.bias});
    EXPECT_EQ(outcome.status, eps == kHonest ? CallStatus::ok : CallStatus::fault);
    return outcome.message;
  };
  EXPECT_EQ(fault(kLeavesElementOfDdy), "left 1 element of d_dy unwritten (first at index 1)");
  EXPECT_THAT(fault(kWritesPastSecondWeight), EndsWith("past the end of d_weight"));
  EXPECT_EQ(fault(kCrashesInDoubleBackward), "crashed with SIGSEGV: dereferenced a null pointer");
  EXPECT_EQ(fault(kWritesToDdx), "crashed with SIGSEGV: wrote to its input ddx");
  EXPECT_EQ(fault(kHonest), "");
}

TEST(Fault, FindsADeathBetweenCalls) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  EXPECT_EQ(plugin->forward(problem_for(kDiesLater), true).status, CallStatus::ok);
  EXPECT_EQ(next_fault(*plugin),
            "left without returning: exit code 7 after an earlier call had returned");
  expect_honest(*plugin);
}

TEST(Status, TellsAnHonestRefusal) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  EXPECT_EQ(plugin->forward(problem_for(kRefuses), true).status, CallStatus::refused);
  EXPECT_EQ(plugin->forward(problem_for(kRefusesInForward), true).status, CallStatus::refused);
  const auto without_backward = load_plugin(fixture("throwing"));
  EXPECT_FALSE(without_backward->has_backward());
  EXPECT_EQ(without_backward->backward(problem_for(kHonest), {}).status, CallStatus::refused);
  EXPECT_FALSE(without_backward->has_double_backward());
  EXPECT_EQ(without_backward->double_backward(problem_for(kHonest), {}, {}).status,
            CallStatus::refused);
}

TEST(Status, CarriesTheLastErrorOnOneLine) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  auto outcome = plugin->forward(problem_for(kFails), true);
  EXPECT_EQ(outcome.status, CallStatus::failed);
  EXPECT_EQ(outcome.message, "out of luck");
  EXPECT_EQ(plugin->forward(problem_for(kCallsInvalid), true).status, CallStatus::invalid);
}

TEST(Status, RefusalThatLeavesTheRunningStatisticsChangedIsAFault) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  const auto outcome = plugin->forward(problem_for(kUpdatesAndRefuses), true);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  EXPECT_EQ(outcome.message, "refused the call, and changed running_var all the same");
}

TEST(InProcess, FindsWhatDoesNotCrash) {
  const auto plugin = load_plugin(fixture("misbehaving"), {.in_process = true});
  const auto fault = [&](misdeed eps) { return plugin->forward(problem_for(eps), true).message; };
  EXPECT_EQ(fault(kWritesToInput), "changed its input x");
  EXPECT_EQ(fault(kLeavesElement), "left 1 element of y unwritten (first at index 2)");
  EXPECT_EQ(fault(kRounds), "changed the floating-point rounding mode");
  EXPECT_EQ(std::fegetround(), FE_TONEAREST);
  EXPECT_EQ(
      plugin->forward(problem_for(kWritesIntoGap, {2, 2, {2}}, Layout::strided), true).message,
      "wrote into the gaps between the elements of y");
  EXPECT_EQ(load_plugin(fixture("throwing"), {.in_process = true})
                ->forward(problem_for(kHonest), true)
                .message,
            "let an exception escape through its C interface");
  expect_honest(*plugin);
}

}  // namespace
}  // namespace bncheck::host

// What a plug-in does to more than its own answers is told in one sentence, or does no harm; the
// next call is answered either way.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/bncheck/host/fixtures/hostilities.h"
#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::EndsWith;
using testing::StartsWith;

Problem problem_of(int hostility) { return problem_for(static_cast<misdeed>(hostility)); }

std::unique_ptr<Plugin> load(int timeout = 1000) {
  HostOptions options;
  options.case_timeout = std::chrono::milliseconds(timeout);
  options.memory_limit = std::uint64_t{64} << 20;
  return load_plugin(fixture("hostile"), options);
}

void expect_friendly(Plugin& plugin) {
  const Problem problem = problem_of(kStaysFriendly);
  const auto outcome = plugin.forward(problem, true);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.y, problem.x);
}

/// Returns the fault of a call, after making sure that the next one is answered.
std::string fault_of(int hostility, int timeout = 1000) {
  const auto plugin = load(timeout);
  const auto outcome = plugin->forward(problem_of(hostility), true);
  EXPECT_EQ(outcome.status, CallStatus::fault);
  expect_friendly(*plugin);
  return outcome.message;
}

/// Returns the fault that shows after the call was answered.
std::string late_fault_of(int hostility) {
  const auto plugin = load();
  EXPECT_EQ(plugin->forward(problem_of(hostility), true).status, CallStatus::ok);
  const std::string fault = next_fault(*plugin);
  expect_friendly(*plugin);
  return fault;
}

/// Expects that the call is answered, and the next one, too.
void expect_harmless(int hostility) {
  const auto plugin = load();
  const Problem problem = problem_of(hostility);
  const auto outcome = plugin->forward(problem, true);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_EQ(outcome.outputs.y, problem.x);
  expect_friendly(*plugin);
}

TEST(HostileSignal, EveryOneThatEndsAProcessIsNamed) {
  for (const int signal :
       {SIGQUIT, SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM,
        SIGXCPU, SIGSTKFLT, SIGXFSZ, SIGPROF, SIGVTALRM, SIGPOLL, SIGPWR, SIGSYS}) {
    EXPECT_EQ(fault_of(kRaises + signal), std::string("crashed with SIG") + sigabbrev_np(signal));
  }
  EXPECT_EQ(fault_of(kRaises + SIGRTMIN), "crashed with signal " + std::to_string(SIGRTMIN));
  EXPECT_THAT(fault_of(kRaises + SIGABRT), StartsWith("crashed with SIGABRT: it called abort"));
  EXPECT_THAT(fault_of(kRaises + SIGKILL), StartsWith("was killed by SIGKILL"));
}

TEST(HostileSignal, ThoseThatStopTheHostAreIgnored) {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) expect_harmless(kRaises + signal);
}

TEST(HostileSignal, AStopIsAHang) {
  EXPECT_EQ(fault_of(kRaises + SIGSTOP, 200), "did not return within 200 ms");
  expect_harmless(kRaises + SIGTSTP);  // there is no shell that could let it go on
}

TEST(HostileSignal, AnIgnoredCrashIsACrash) {
  EXPECT_EQ(fault_of(kIgnoresSegv), "crashed with SIGSEGV");
  EXPECT_EQ(fault_of(kHandlesSegvForever, 200), "did not return within 200 ms");
}

TEST(HostileSignal, ToItsParentDoesNotReachTheHost) {
  expect_harmless(kAsksParentToEnd);
  EXPECT_EQ(fault_of(kKillsParent), "was left alone: its parent process was killed");
  EXPECT_EQ(fault_of(kStopsParentAndLeaves), "left without returning: exit code 3");
  EXPECT_THAT(fault_of(kKillsGroup), StartsWith("was killed by SIGKILL"));
}

/// Returns how many processes of that name there are.
int count_processes(const std::string& name) {
  int count = 0;
  for (const auto& each : std::filesystem::directory_iterator("/proc")) {
    std::string comm;
    std::getline(std::ifstream(each.path() / "comm") >> std::ws, comm);
    if (comm == name) ++count;
  }
  return count;
}

/// Waits until one has come.
bool comes(const std::string& name) {
  for (int i = 0; i < 1000 && count_processes(name) == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return count_processes(name) == 1;
}

TEST(HostileProcesses, NoneIsLeft) {
  const std::string name = "left" + std::to_string(getpid());
  setenv("BNCHECK_TEST_NAME", name.c_str(), 1);
  for (const int hostility : {kForksIntoGroup, kForksASession, kForksTwice}) {
    auto plugin = load();
    EXPECT_EQ(plugin->forward(problem_of(hostility), true).status, CallStatus::ok);
    EXPECT_TRUE(comes(name)) << "the plug-in starts none";
    plugin.reset();
    EXPECT_EQ(count_processes(name), 0) << hostility;
  }
  const auto plugin = load();
  EXPECT_EQ(plugin->forward(problem_of(kForksTwice), true).status, CallStatus::ok);
  EXPECT_THAT(plugin->forward(problem_of(kRaises + SIGSEGV), true).message, StartsWith("crashed"));
  EXPECT_EQ(count_processes(name), 0) << "after a crash";
  unsetenv("BNCHECK_TEST_NAME");
}

TEST(HostileProcesses, NoneIsLeftThatATracerHolds) {
  const std::string name = "traced" + std::to_string(getpid());
  setenv("BNCHECK_TEST_NAME", name.c_str(), 1);
  EXPECT_THAT(fault_of(kLeavesATracer), StartsWith("crashed with SIGABRT"));
  EXPECT_EQ(count_processes(name), 0);
  unsetenv("BNCHECK_TEST_NAME");
}

/// Runs the body in a process whose terminal is a new one, in the foreground.
template <class Body>
bool holds_on_a_terminal(Body body) {
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) _exit(body() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  close(terminal);
  return status == 0;
}

TEST(HostileTerminal, StopsNoWorker) {
  EXPECT_TRUE(holds_on_a_terminal(
      [] { return load()->forward(problem_of(kSetsTerminal), true).status == CallStatus::ok; }));
}

TEST(HostileProcesses, AForkThatReturnsIsNamed) {
  EXPECT_EQ(late_fault_of(kForksAndReturns),
            "answered too early or twice: it wrote to its worker's socket, or forked and returned "
            "after an earlier call had returned");
}

TEST(HostileMemory, TheLimitIsNamed) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizer's malloc does not return when it is refused memory";
#endif
  const std::string note = " (it was refused memory: its limit is 64 MiB)";
  EXPECT_EQ(fault_of(kAllocatesAndCrashes),
            "crashed with SIGSEGV: dereferenced a null pointer" + note);
  const auto plugin = load();
  const auto outcome = plugin->forward(problem_of(kAllocatesAndFails), true);
  EXPECT_EQ(outcome.status, CallStatus::failed);
  EXPECT_EQ(outcome.message, note);
}

TEST(HostileMemory, IsNotLimitedWithoutALimit) {
  const auto plugin = load_plugin(fixture("hostile"), {.memory_limit = 0});
  EXPECT_EQ(plugin->forward(problem_of(kAllocatesAndFails), true).status, CallStatus::ok);
}

TEST(HostileMemory, AWriteToAnUnprotectedInputIsSeen) {
  EXPECT_EQ(fault_of(kUnprotectsInput), "changed its input x");
}

TEST(HostileMemory, LostTensorsAreNamed) {
  for (const auto& [hostility, what] :
       {std::pair{kUnmapsOutput, "unmapped"}, std::pair{kProtectsOutput, "made inaccessible"}}) {
    const auto plugin = load();
    const Problem problem = problem_of(hostility);
    EXPECT_EQ(plugin->forward(problem, true).outputs.y, problem.x) << "the host has its own";
    EXPECT_EQ(plugin->forward(problem, true).message,
              std::string("crashed with SIGSEGV: used y, which it had ") + what);
    expect_friendly(*plugin);
  }
}

TEST(HostileMemory, WrittenOverIsNamed) {
  EXPECT_EQ(fault_of(kWritesOverAll), "wrote over memory that its worker shares with the host");
}

TEST(HostileThread, ThatBurnsTimeIsHarmless) { expect_harmless(kBurnsThreads); }

TEST(HostileThread, ThatWritesToAnInputLaterCrashes) {
  EXPECT_EQ(late_fault_of(kWritesToInputLate),
            "crashed with SIGSEGV: wrote to its input x after an earlier call had returned");
}

TEST(HostileThread, ThatWritesToAnOutputLaterChangesNoAnswer) {
  const auto plugin = load();
  const Problem problem = problem_of(kWritesToOutputLate);
  const auto outcome = plugin->forward(problem, true);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(outcome.outputs.y, problem.x);
  expect_friendly(*plugin);
}

TEST(HostileBell, RungByThePluginIsNoAnswer) {
  EXPECT_EQ(fault_of(kRings),
            "answered too early or twice: it wrote to its worker's socket, or forked and returned");
  EXPECT_EQ(late_fault_of(kRingsLate),
            "answered too early or twice: it wrote to its worker's socket, or forked and returned "
            "after an earlier call had returned");
}

TEST(HostileSurroundings, AreItsOwn) {
  const auto folder = std::filesystem::current_path();
  const mode_t mask = umask(022);
  umask(mask);
  expect_harmless(kChangesSurroundings);
  EXPECT_EQ(std::filesystem::current_path(), folder);
  EXPECT_EQ(umask(mask), mask);
}

/// Sends what the worker prints to nowhere while it lives.
class Silence {
 public:
  Silence() : held_(dup(STDERR_FILENO)) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() {
    dup2(held_, STDERR_FILENO);
    close(held_);
  }

 private:
  int held_;
};

TEST(HostileSurroundings, FloodsAndClosedOutputsAreHarmless) {
  testing::internal::CaptureStdout();
  {
    const Silence silence;
    expect_harmless(kFloods);
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  expect_harmless(kClosesOutputs);
}

std::ptrdiff_t descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

TEST(HostileHost, LosesNothingOverManyRestarts) {
  const std::ptrdiff_t before = descriptors();
  {
    const auto plugin = load();
    for (int i = 0; i < 200; ++i) {
      EXPECT_EQ(plugin->forward(problem_of(kRaises + SIGUSR1), true).message,
                "crashed with SIGUSR1");
    }
    EXPECT_EQ(descriptors(), before + 1) << "the memory file; no worker";
    expect_friendly(*plugin);
  }
  EXPECT_EQ(descriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

}  // namespace
}  // namespace bncheck::host

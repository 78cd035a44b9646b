#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

TEST(Worker, DoesNotPrintToTheStandardOutput) {
  const auto plugin = load_plugin(fixture("misbehaving"));
  testing::internal::CaptureStdout();
  EXPECT_EQ(plugin->forward(problem_for(kPrints), true).status, CallStatus::ok);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

/// Loads the plug-in in a child of this process, calls it, and kills the child after 100 ms.
/// Returns how many processes are left of it that never end.
int left_by_killed_host(misdeed eps) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // an orphan becomes this process's child
  int ready[2];
  EXPECT_EQ(pipe(ready), 0);
  const pid_t host = fork();
  if (host == 0) {
    const auto plugin = load_plugin(fixture("misbehaving"));
    if (write(ready[1], "", 1) != 1) _exit(1);
    plugin->forward(problem_for(eps), true);
    while (true) pause();
  }
  char byte = 0;
  EXPECT_EQ(read(ready[0], &byte, 1), 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  kill(host, SIGKILL);
  close(ready[0]);
  close(ready[1]);
  waitpid(host, nullptr, 0);
  EXPECT_GT(waitpid(-1, nullptr, 0), 0) << "the keeper ends";
  return waitpid(-1, nullptr, WNOHANG) == -1 ? 0 : 1;
}

TEST(Worker, StartsWithoutAStandardInput) {
  const int held = dup(STDIN_FILENO);
  close(STDIN_FILENO);
  EXPECT_EQ(load_plugin(fixture("misbehaving"))->forward(problem_for(kHonest), true).status,
            CallStatus::ok);
  if (held >= 0) {
    dup2(held, STDIN_FILENO);
    close(held);
  }
}

TEST(Worker, EndsWithAHostThatIsKilledBetweenCalls) { EXPECT_EQ(left_by_killed_host(kHonest), 0); }

TEST(Worker, EndsWithAHostThatIsKilledDuringACall) { EXPECT_EQ(left_by_killed_host(kHangs), 0); }

std::ptrdiff_t entries(const char* folder) {
  return std::distance(std::filesystem::directory_iterator(folder), {});
}

TEST(Worker, LeavesNothingBehind) {
  const std::ptrdiff_t descriptors = entries("/proc/self/fd");
  const std::ptrdiff_t threads = entries("/proc/self/task");  // a plug-in in-process starts some
  for (misdeed eps : {kHonest, kAborts, kHangs, kClosesDescriptors, kLeaves}) {
    const auto plugin = load_plugin(fixture("misbehaving"), kImpatient);
    for (int call = 0; call < 3; ++call) plugin->forward(problem_for(eps), true);
  }
  EXPECT_EQ(entries("/proc/self/fd"), descriptors);
  EXPECT_EQ(entries("/proc/self/task"), threads);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

}  // namespace
}  // namespace bncheck::host

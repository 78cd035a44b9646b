// A worker hangs if it sleeps or computes for too long, not if the machine does not let it run.
#include "bncheck/host/patience.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "tests/bncheck/host/fixtures/hostilities.h"
#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;

/// Runs a worker that gets the same part of every step of the clock.
class PatienceTest : public testing::Test {
 protected:
  /// Returns how long a patience of a second lasts, by the clock.
  milliseconds lasts(bool can_run, milliseconds ran_in_a_step) {
    Patience::Clock::time_point now{};
    ProcessorUse use = {.can_run = can_run, .ran = {{1, milliseconds(0)}, {2, milliseconds(0)}}};
    Patience patience(
        milliseconds(1000), [&use] { return use; }, now);
    while (patience.next_wait() > milliseconds(0)) {
      now += patience.next_wait();
      use.ran[2] += ran_in_a_step;
      patience.count(now);
    }
    return std::chrono::duration_cast<milliseconds>(now - Patience::Clock::time_point{});
  }
};

TEST_F(PatienceTest, GoesByTheClockForOneThatSleeps) {
  EXPECT_EQ(lasts(false, milliseconds(0)), milliseconds(1000));
  EXPECT_EQ(lasts(false, milliseconds(10)), milliseconds(1000));
}

TEST_F(PatienceTest, GoesByProcessorTimeForOneThatCouldRun) {
  EXPECT_EQ(lasts(true, milliseconds(100)), milliseconds(1000));
  EXPECT_EQ(lasts(true, milliseconds(500)), milliseconds(1000)) << "of many threads";
  EXPECT_EQ(lasts(true, milliseconds(50)), milliseconds(1850)) << "at first, by the clock";
}

TEST_F(PatienceTest, EndsForOneThatIsNeverLetRun) {
  EXPECT_EQ(lasts(true, milliseconds(0)), milliseconds(20000));
}

TEST_F(PatienceTest, CountsATaskThatIsNew) {
  const ProcessorUse before = {.can_run = true, .ran = {{1, milliseconds(70)}}};
  const ProcessorUse after = {.can_run = true,
                              .ran = {{1, milliseconds(90)}, {2, milliseconds(30)}}};
  EXPECT_EQ(most_run(before, after), milliseconds(30));
}

/// Has this thread, and what it starts, share one processor with other processes that always
/// compute. Each has a session of its own, as a worker has: Linux may share out by sessions.
class Crowd {
 public:
  explicit Crowd(int others) {
    sched_getaffinity(0, sizeof before_, &before_);
    cpu_set_t one;
    CPU_ZERO(&one);
    for (int each = 0; each < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++each) {
      if (CPU_ISSET(each, &before_)) CPU_SET(each, &one);
    }
    sched_setaffinity(0, sizeof one, &one);
    for (int i = 0; i < others; ++i) {
      processes_.push_back(fork());
      if (processes_.back() == 0) compute();
    }
  }
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd() {
    for (const pid_t each : processes_) kill(each, SIGKILL);
    for (const pid_t each : processes_) waitpid(each, nullptr, 0);
    sched_setaffinity(0, sizeof before_, &before_);
  }

 private:
  [[noreturn]] static void compute() {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setsid();
    volatile bool forever = true;
    while (forever) {
    }
    _exit(0);
  }

  cpu_set_t before_{};
  std::vector<pid_t> processes_;
};

Outcome<Forward<double>> call(int hostility) {
  const auto plugin = load_plugin(fixture("hostile"), kImpatient);
  return plugin->forward(problem_for(static_cast<misdeed>(hostility)), true);
}

TEST(PatienceWithAWorker, IsNotUsedUpByOthers) {
  const auto begin = Patience::Clock::now();
  const Crowd crowd(4);
  const auto outcome = call(kComputes);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_GT(Patience::Clock::now() - begin, milliseconds(1000)) << "there was no crowd";
}

TEST(PatienceWithAWorker, IsUsedUpByOneThatComputesForever) {
  const Crowd crowd(1);
  EXPECT_EQ(call(kComputesForever).message, "did not return within 1 s");
}

TEST(PatienceWithAWorker, SeesItsChildren) {
  const Crowd crowd(4);
  const auto outcome = call(kWaitsForChild);
  EXPECT_EQ(outcome.status, CallStatus::ok) << outcome.message;
}

}  // namespace
}  // namespace bncheck::host

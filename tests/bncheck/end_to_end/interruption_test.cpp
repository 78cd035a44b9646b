// Signals while a campaign runs, and what its records hold then.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// A long campaign that writes every report.
class Interruption : public testing::Test {
 protected:
  std::string file(const char* name) const { return folder_.path / name; }

  Running start(const std::string& implementation = "eigen",
                const std::vector<std::string>& options = {"--time", "60s"}) const {
    std::vector<std::string> words = {"verify", implementation, "--jobs", "1"};
    for (const char* kind : {"jsonl", "junit", "md"}) {
      words.insert(words.end(), {"--report", kind + (":" + file(kind))});
    }
    words.insert(words.end(), options.begin(), options.end());
    return Running(words);
  }

  /// Waits until the record has so many lines.
  void wait_for(long lines) const {
    const auto count = [this] {
      const std::string text = read_file(file("jsonl"));
      return std::count(text.begin(), text.end(), '\n');
    };
    while (count() < lines) usleep(1000);
  }

  Finished merge() const { return run({"merge", file("jsonl"), "-o", file("merged")}); }

  Folder folder_;
};

TEST_F(Interruption, StopsAfterTheCaseUnderWayAndCompletesEveryReport) {
  Running running = start();
  wait_for(20);
  running.send(SIGINT);
  const Finished finished = running.wait();
  EXPECT_EQ(finished.exit_code, 130);
  EXPECT_THAT(finished.err, HasSubstr("stopping after the case under way"));
  EXPECT_THAT(finished.out, HasSubstr(" cases: interrupted\n"));
  EXPECT_THAT(finished.out, testing::ContainsRegex("\n[0-9]+ properties, [^\n]*\n$"));
  EXPECT_TRUE(read_file(file("jsonl")).ends_with("\"stopped_because\":\"interrupted\"}\n"));
  EXPECT_THAT(read_file(file("junit")), testing::EndsWith("</testsuites>\n"));
  EXPECT_THAT(read_file(file("md")), HasSubstr("Stopped: interrupted."));
}

TEST_F(Interruption, LeavesNoWorker) {
  Running running = start();
  wait_for(20);
  const std::vector<int> workers = running.workers();
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().exit_code, 143);
  EXPECT_FALSE(workers.empty());
  for (const int worker : workers) EXPECT_NE(kill(worker, 0), 0);
}

TEST_F(Interruption, LeavesAWholeRunOutOfItsParts) {
  Running running = start("eigen", {"--cases", "1000000"});
  wait_for(20);
  running.send(SIGINT);
  EXPECT_EQ(running.wait().exit_code, 130);
  const Finished merged = merge();
  EXPECT_EQ(merged.exit_code, 2);
  EXPECT_THAT(merged.err, testing::ContainsRegex("99[0-9]+ cases are missing"));
}

TEST_F(Interruption, EndsAtOnceTheSecondTime) {
  Running running = start(broken("infinite_loop"), {"--case-timeout", "60s"});
  // The one that was asked its name, and a job; each has a keeper.
  while (running.workers().size() < 4) usleep(1000);
  usleep(300000);  // into the first case
  running.send(SIGTERM);
  usleep(200000);
  running.send(SIGINT);
  EXPECT_EQ(running.wait().signal, SIGINT);
  // On a busy machine the run may have ended in order before the second signal came.
  const bool wrote = std::filesystem::exists(file("junit"));
  const std::string junit = wrote ? read_file(file("junit")) : "</testsuites>\n";
  EXPECT_THAT(junit, testing::EndsWith("</testsuites>\n")) << "rather none than half of one";
}

TEST_F(Interruption, OfTheWorkersIsNoVerdict) {
  for (const char* implementation : {"eigen", TEN_LINES}) {
    std::filesystem::remove(file("jsonl"));
    Running running = start(implementation, {"--cases", "300"});
    wait_for(20);
    for (const int worker : running.workers()) {
      for (const int signal : {SIGINT, SIGTERM}) kill(worker, signal);
    }
    EXPECT_EQ(running.wait().exit_code, 0) << implementation;
  }
}

TEST_F(Interruption, ByForceKeepsWhatWasJudged) {
  Running running = start();
  wait_for(20);
  running.send(SIGKILL);
  EXPECT_EQ(running.wait().signal, SIGKILL);
  const Finished merged = merge();
  EXPECT_EQ(merged.exit_code, 2);
  EXPECT_THAT(merged.err, HasSubstr("shard 1/1 did not come to its end"));
  EXPECT_THAT(merged.out, HasSubstr(" 0 failed"));
  EXPECT_FALSE(std::filesystem::exists(file("junit")));
  EXPECT_FALSE(std::filesystem::exists(file("md")));
}

}  // namespace
}  // namespace bncheck::end_to_end

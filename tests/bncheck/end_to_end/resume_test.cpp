// Campaigns that are killed, and go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <regex>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// Returns the text without what differs between two runs of the same campaign.
std::string without_seconds(const std::string& text) {
  return std::regex_replace(text, std::regex("\"seconds\":[^,}]*|time=\"[0-9.]*\""), "");
}

class Resume : public testing::Test {
 protected:
  std::string file(const std::string& name) const { return folder_.path / name; }

  /// A campaign of two climbs, with all reports made at its end.
  std::vector<std::string> words(const std::string& implementation, const std::string& name,
                                 const std::vector<std::string>& options) const {
    std::vector<std::string> words = {"verify",     implementation,
                                      "--cases",    "600",
                                      "--property", "training_output|running|execution",
                                      "--resume",   file(name)};
    for (const char* kind : {"junit", "md"}) {
      words.insert(words.end(), {"--report", kind + (":" + file(name + "." + kind))});
    }
    words.insert(words.end(), options.begin(), options.end());
    return words;
  }

  /// Kills the campaign as often as it takes, each time after some more lines of the record, and
  /// returns its last run.
  Finished run_with_kills(const std::string& implementation, const std::string& name,
                          const std::vector<std::string>& options, int& kills) const {
    std::mt19937 random(7);
    for (;;) {
      Running running(words(implementation, name, options));
      const auto lines = lines_of(name) + static_cast<long>(random() % 200);
      while (lines_of(name) < lines && !running.has_ended()) usleep(200);
      usleep(static_cast<useconds_t>(random() % 2000));
      running.send(SIGKILL);
      const Finished finished = running.wait();
      if (finished.signal != SIGKILL) return finished;
      ++kills;
    }
  }

  void expect_the_same_end(const std::string& implementation,
                           const std::vector<std::string>& options, int least_kills) const {
    const Finished whole = run(words(implementation, "whole", options));
    int kills = 0;
    const Finished last = run_with_kills(implementation, "killed", options, kills);
    EXPECT_GE(kills, least_kills);
    EXPECT_EQ(last.exit_code, whole.exit_code) << last.err;
    EXPECT_EQ(last_line(last.out), last_line(whole.out));
    for (const char* kind : {"", ".junit", ".md"}) {
      EXPECT_EQ(without_seconds(read_file(file("killed") + kind)),
                without_seconds(read_file(file("whole") + kind)))
          << kind;
    }
  }

  static std::string last_line(const std::string& text) {
    return text.substr(text.rfind('\n', text.size() - 2) + 1);
  }

  long lines_of(const std::string& name) const {
    const std::string text = read_file(file(name));
    return std::count(text.begin(), text.end(), '\n');
  }

  Folder folder_;
};

TEST_F(Resume, ComesToTheSameEndHoweverOftenItIsKilled) { expect_the_same_end("eigen", {}, 3); }

TEST_F(Resume, ComesToTheSameEndWhereLawsFail) {
  expect_the_same_end(broken("biased_running_var"), {"--jobs", "1"}, 3);
}

TEST_F(Resume, ComesToTheSameEndWhereTheImplementationCrashes) {
  expect_the_same_end(broken("null_dereference"), {}, 0);
}

TEST_F(Resume, ComesToTheSameEndOfAShard) { expect_the_same_end("eigen", {"--shard", "2/3"}, 1); }

TEST_F(Resume, GoesOnFromAnyByteOfTheRecord) {
  const std::string implementation = broken("biased_running_var");
  const std::vector<std::string> few = {"--jobs", "1"};
  run(words(implementation, "whole", few));
  const std::string whole = read_file(file("whole"));
  std::mt19937 random(3);
  for (int i = 0; i < 5; ++i) {
    std::ofstream(file("torn")) << whole.substr(0, random() % whole.size());
    EXPECT_EQ(run(words(implementation, "torn", few)).exit_code, 1);
    EXPECT_EQ(without_seconds(read_file(file("torn"))), without_seconds(whole));
  }
}

TEST_F(Resume, JudgesNothingAgainWhereAllIsJudged) {
  run(words("eigen", "run", {}));
  const std::string before = read_file(file("run"));
  const Finished finished = run(words("eigen", "run", {}));
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("\n600 of 600 cases are judged in " + file("run") + "\n"));
  EXPECT_EQ(without_seconds(read_file(file("run"))), without_seconds(before));
}

TEST_F(Resume, GoesOnAfterAnInterruption) {
  run(words("eigen", "whole", {}));
  Running running(words("eigen", "stopped", {}));
  while (lines_of("stopped") < 100) usleep(200);
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().exit_code, 143);
  EXPECT_EQ(run(words("eigen", "stopped", {})).exit_code, 0);
  EXPECT_EQ(without_seconds(read_file(file("stopped"))), without_seconds(read_file(file("whole"))));
}

TEST_F(Resume, LooksAnewAtAFailureWhoseShrinkingWasInterrupted) {
  const std::string implementation = broken("biased_running_var");
  const std::vector<std::string> few = {"--jobs", "1"};
  run(words(implementation, "whole", few));
  int cut_short = 0;
  for (int i = 0; i < 40 && cut_short < 2; ++i) {
    const std::string name = "stopped" + std::to_string(i);
    Running running(words(implementation, name, few));
    while (lines_of(name) < 2 && !running.has_ended()) usleep(200);
    usleep(static_cast<useconds_t>(i * 1000));
    running.send(SIGTERM);
    running.wait();
    const std::string stopped = read_file(file(name));
    cut_short += stopped.find("\"stopped_by\":\"the interruption\"") != std::string::npos ? 1 : 0;
    run(words(implementation, name, few));
    EXPECT_EQ(without_seconds(read_file(file(name))), without_seconds(read_file(file("whole"))));
  }
  EXPECT_EQ(cut_short, 2) << "no shrinking was interrupted";
}

TEST_F(Resume, TellsTheFailuresOfTheRunBefore) {
  const std::string implementation = broken("biased_running_var");
  run(words(implementation, "run", {}));
  const Finished again = run(words(implementation, "run", {}));
  EXPECT_EQ(again.exit_code, 1);
  EXPECT_THAT(again.out, HasSubstr("\nFAIL running_statistics [R1]"));
}

TEST_F(Resume, RefusesWhatIsNoRecordOfTheCampaign) {
  run(words("eigen", "run", {}));
  const std::string record = read_file(file("run"));
  const Finished other = run(words("eigen", "run", {"--seed", "2"}));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_EQ(other.err,
            "bncheck: --resume: " + file("run") + " is of another campaign: it differs in seed\n");
  EXPECT_EQ(read_file(file("run")), record) << "it is left as it was";
  std::ofstream(file("notes")) << "hello";
  EXPECT_EQ(run(words("eigen", "notes", {})).exit_code, 2);
  EXPECT_EQ(read_file(file("notes")), "hello");
}

TEST_F(Resume, IsTheReportAlready) {
  const Finished twice = run(words("eigen", "run", {"--report", "jsonl:" + file("run")}));
  EXPECT_EQ(twice.exit_code, 2);
  EXPECT_THAT(twice.err, HasSubstr(", which it would overwrite"));
  EXPECT_EQ(run({"verify", "eigen", "--time", "1s", "--resume", file("run")}).exit_code, 2);
}

}  // namespace
}  // namespace bncheck::end_to_end

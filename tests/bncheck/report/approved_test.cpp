// Whole reports of one small campaign, compared byte for byte with files that a person has read.
// Renewed by: BNCHECK_APPROVE=1 build/bin/report_tests --gtest_filter='Approved.*'
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "bncheck/report/console.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/report/junit.h"
#include "bncheck/report/markdown.h"
#include "tests/bncheck/report/samples.h"

namespace bncheck::report {
namespace {

/// What the console asks an implementation for: its name.
class Named : public Implementation {
 public:
  std::string name() const override { return "my_batch_norm"; }
  std::string version() const override { return "2"; }
  std::string dialect() const override { return "pytorch"; }
  bool has_backward() const override { return false; }
  Contract contract(const Problem&) override { return {}; }
  Outcome<Forward<double>> forward(const Problem&, bool) override { return {}; }
  Outcome<Backward<double>> backward(const Problem&, const SavedStatistics&) override { return {}; }
};

runner::CampaignOptions options() {
  runner::CampaignOptions options = sample_options();
  options.laws = {&law("execution"),    &law("running_statistics"),   &law("training_output"),
                  &law("running_hull"), &law("double_backward_sums"), &law("gradient_sum")};
  options.known_failures = {"running_hull", "execution"};
  return options;
}

runner::Failure known_failure() {
  runner::Failure failure = sample_failure();
  failure.law = &law("running_hull");
  failure.judgement = failed("running_mean < 0 & \"lies\" outside");
  return failure;
}

/// A campaign in which a law passes, fails, fails as is known, passes though it was known to fail,
/// is inconclusive, and is skipped.
void run_campaign(const std::vector<runner::Reporter*>& reporters) {
  runner::CaseResult result;
  result.input = sample_failure().shrunk;
  const Judgement pass = {Verdict::pass, "", Evidence{"y", 0, 1, Ball(1), 1, 0.375}};
  const Judgement held = {Verdict::pass, "", {}};
  const Judgement none = skipped("the implementation offers no double backward");
  const Judgement undecided = {Verdict::inconclusive, "", {}};
  runner::CampaignSummary summary;
  summary.cases = 2;
  summary.seconds = 0.25;
  summary.stopped_because = "interrupted";
  summary.laws = {{0, 2, 0, 0, 0}, {0, 1, 0, 1, 0.375}, {0, 2, 0, 0, 0.375},
                  {1, 0, 0, 1, 0}, {2, 0, 0, 0, 0},     {0, 0, 2, 0, 0}};
  summary.diagnosis = {
      {{diagnosis::Cause::running_var_divisor, "The biased variance enters running_var.", true}}};
  for (runner::Reporter* each : reporters) {
    result.index = 0;
    result.judgements = {held, pass, pass, none, none, undecided};
    each->on_case(result);
    result.index = 1;
    result.judgements = {
        held, sample_failure().judgement, pass, known_failure().judgement, none, undecided};
    each->on_case(result);
    each->on_failure(sample_failure());
    each->on_failure(known_failure());
    each->on_end(summary);
  }
}

/// Returns the record of the campaign, of no version.
RunRecord record() {
  const runner::CampaignOptions campaign = options();
  JsonLines lines(campaign, sample_subject());
  run_campaign({&lines});
  RunRecord run = parse_run(lines.text(), "run.jsonl");
  run.tool = "bncheck VERSION";
  return run;
}

std::string console() {
  testing::internal::CaptureStdout();
  const runner::CampaignOptions campaign = options();
  Console console(campaign, sample_subject(), false);
  console.on_start(Named(), "contract of f32: default");
  run_campaign({&console});
  return testing::internal::GetCapturedStdout();
}

std::string contents(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// Returns what diff prints; the new text is left beside for whoever looks.
std::string difference(const std::string& approved, const std::string& text) {
  const std::string now = testing::TempDir() + "bncheck_approved_" + std::to_string(getpid());
  std::ofstream(now, std::ios::binary) << text;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> diff(
      popen(("diff -u '" + approved + "' '" + now + "'").c_str(), "r"), pclose);
  std::string out;
  for (char line[4096]; std::fgets(line, sizeof line, diff.get()) != nullptr;) out += line;
  std::remove(now.c_str());
  return out;
}

void expect_approved(const std::string& name, const std::string& text) {
  const std::string file = std::string(APPROVED_FOLDER) + "/" + name;
  if (std::getenv("BNCHECK_APPROVE") != nullptr) std::ofstream(file, std::ios::binary) << text;
  EXPECT_TRUE(contents(file) == text)
      << difference(file, text) << "If this is what it should say, renew the file:\n"
      << "  BNCHECK_APPROVE=1 build/bin/report_tests --gtest_filter='Approved.*'";
}

TEST(Approved, Console) { expect_approved("console.txt", console()); }
TEST(Approved, Markdown) { expect_approved("markdown.txt", to_markdown(record())); }
TEST(Approved, Junit) { expect_approved("junit.xml", to_junit(record())); }

}  // namespace
}  // namespace bncheck::report

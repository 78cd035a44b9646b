// What a killed campaign left behind its start, which is this one's: how far it came.
#include "bncheck/report/resume.h"

#include "bncheck/report/json_lines.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

runner::CampaignOptions campaign() {
  runner::CampaignOptions options;
  options.cases = 300;  // a climb among them
  for (const properties::Property& law : properties::catalogue()) {
    if (options.laws.size() < 3) options.laws.push_back(&law);
  }
  return options;
}

}  // namespace

void fuzz_one(std::string_view input) {
  const runner::CampaignOptions options = campaign();
  const report::Subject subject = {"mine.so", "1", ""};
  const std::string start = report::JsonLines(options, subject).text();
  const MemoryFile file(start + std::string(input));
  const runner::Progress progress = report::read_progress(file.path(), options, subject);
  require(progress.cases.size() <= options.cases, "there are no more cases than were planned");
  for (std::size_t i = 0; i < progress.cases.size(); ++i) {
    require(progress.cases[i].index == i, "cases follow one another from the first");
    require(progress.cases[i].verdicts.size() == options.laws.size(), "each has all laws");
  }
  if (progress.record.empty()) return;
  const MemoryFile kept(progress.record);
  const runner::Progress again = report::read_progress(kept.path(), options, subject);
  require(again.cases.size() == progress.cases.size(), "what is kept leads as far");
}

}  // namespace bncheck::fuzz

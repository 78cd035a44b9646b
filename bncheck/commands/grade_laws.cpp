#include "bncheck/commands/grade_laws.h"

#include <fmt/format.h>

#include <atomic>

namespace bncheck::commands {
namespace {

/// Remembers the first case that breaks a law.
class FirstBroken : public runner::Reporter {
 public:
  FirstBroken(const std::vector<const properties::Property*>& laws, LawsSay& says)
      : laws_(laws), says_(says) {}

  void on_case(const runner::CaseResult& result) override {
    if (found) return;
    for (std::size_t i = 0; i < laws_.size(); ++i) {
      if (result.judgements[i].verdict < Verdict::fail) continue;
      says_.failed.push_back(
          fmt::format("law {} [{}]: {}", laws_[i]->id, laws_[i]->clause, laws_[i]->title));
      says_.broken_case = to_string(result.input);
      found = true;
    }
  }

  std::atomic<bool> found = false;

 private:
  const std::vector<const properties::Property*>& laws_;
  LawsSay& says_;
};

}  // namespace

LawsSay ask_laws(runner::CampaignOptions options, const runner::OpenImplementation& open) {
  LawsSay says;
  FirstBroken reporter(options.laws, says);
  // One broken law is enough, and an interrupted campaign does not shrink.
  options.interrupted = [&, before = options.interrupted] { return reporter.found || before(); };
  says.judgements = run_campaign(options, open, {&reporter}).all().passed;
  return says;
}

}  // namespace bncheck::commands

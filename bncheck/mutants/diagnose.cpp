#include "bncheck/mutants/diagnose.h"

#include <fmt/format.h>

#include <algorithm>

#include "bncheck/mutants/kill.h"
#include "bncheck/mutants/signatures.h"
#include "bncheck/runner/diagnose_failure.h"
#include "bncheck/runner/judge_case.h"
#include "properties/generators/shrink.h"

namespace bncheck::mutants {
namespace {

constexpr std::size_t kDiagnosed = 3;  // failures of other laws mostly show the same once more
constexpr int kShrinkEvaluations = 300;

using Findings = std::vector<diagnosis::Finding>;

/// One mutant under examination.
class Examination {
 public:
  Examination(const Mutant& mutant, const runner::OpenImplementation& open, std::string leave_out)
      : mutant_(mutant),
        open_(open),
        implementation_(open(kCaseTimeout)),
        leave_out_(std::move(leave_out)) {
    options_.dialect = parse_dialect(implementation_->dialect());
    options_.case_timeout = kCaseTimeout;
    diagnose_ = runner::diagnoser(open_, options_);
    for (const properties::Property& law : properties::catalogue()) laws_.push_back(&law);
  }

  bool is_over() const { return faults_ >= kMostFaults; }

  void judge(const Case& input) {
    const auto judgements = runner::judge_case(input, laws_, *implementation_, options_.dialect);
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (judgements[law].verdict < Verdict::fail) continue;
      faults_ += judgements[law].verdict == Verdict::error ? 1 : 0;
      failed_.emplace(laws_[law]->id);
      if (findings_.size() < kDiagnosed) examine(*laws_[law], input, judgements[law]);
      laws_[law] = nullptr;
    }
  }

  Diagnosed result() const {
    const auto likely = diagnosis::nearest(failed_, signatures(), leave_out_);
    return {mutant_, diagnosis::conclude(findings_, likely), failed_};
  }

 private:
  static constexpr std::chrono::milliseconds kCaseTimeout{1000};
  static constexpr int kMostFaults = 3;

  void examine(const properties::Property& law, const Case& input, const Judgement& judgement) {
    const auto still_fails = [&](const Case& candidate) {
      return runner::judge_case(candidate, {&law}, *implementation_, options_.dialect)
                 .front()
                 .verdict == judgement.verdict;
    };
    runner::Failure failure;
    failure.law = &law;
    failure.judgement = judgement;
    failure.shrunk =
        properties::generators::shrink(input, still_fails, {kShrinkEvaluations}).smallest;
    findings_.push_back(diagnose_(failure));
  }

  const Mutant& mutant_;
  const runner::OpenImplementation& open_;
  std::unique_ptr<Implementation> implementation_;
  std::string leave_out_;
  runner::CampaignOptions options_;
  runner::DiagnoseFailure diagnose_;
  std::vector<const properties::Property*> laws_;
  std::vector<Findings> findings_;
  std::set<std::string> failed_;
  int faults_ = 0;
};

}  // namespace

std::size_t Diagnosed::place() const {
  const auto right = [this](const diagnosis::Finding& each) {
    return to_string(each.cause) == mutant.cause;
  };
  return static_cast<std::size_t>(std::find_if(told.begin(), told.end(), right) - told.begin());
}

Diagnosed diagnose(const Mutant& mutant, const runner::OpenImplementation& open,
                   std::uint64_t cases, const std::string& leave_out) {
  Examination examination(mutant, open, leave_out);
  for (std::uint64_t i = 0; i < cases && !examination.is_over(); ++i) {
    examination.judge(case_number(i, 1));
  }
  return examination.result();
}

std::string tell(const std::vector<Diagnosed>& all) {
  std::string text;
  std::size_t first = 0, among = 0, silent = 0, total = 0;
  for (const Diagnosed& each : all) {
    if (each.failed.empty()) continue;  // nothing to diagnose
    ++total;
    const bool right = each.place() < each.told.size();
    first += each.place() == 0 && right ? 1 : 0;
    among += right ? 1 : 0;
    silent += each.told.empty() ? 1 : 0;
    text += fmt::format("{} {:<34} {}\n", right ? " " : "x", each.mutant.name, each.mutant.cause);
    for (const diagnosis::Finding& finding : each.told) {
      text += fmt::format("      [{}] {}\n", to_string(finding.cause), finding.sentence);
    }
  }
  return text + fmt::format(
                    "\n{} mutants failed a law; the right cause is named first for {}, among the "
                    "first two for {} ({:.1f} %); nothing is named for {}\n",
                    total, first, among,
                    100.0 * static_cast<double>(among) /
                        static_cast<double>(std::max<std::size_t>(total, 1)),
                    silent);
}

bool are_recognized(const std::vector<Diagnosed>& all) {
  std::size_t failed = 0, right = 0;
  for (const Diagnosed& each : all) {
    failed += each.failed.empty() ? 0 : 1;
    right += !each.failed.empty() && each.place() < each.told.size() ? 1 : 0;
  }
  return 5 * right >= 4 * failed;
}

}  // namespace bncheck::mutants

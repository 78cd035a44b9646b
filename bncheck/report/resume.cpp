#include "bncheck/report/resume.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "bncheck/report/differences.h"
#include "bncheck/report/json_lines.h"
#include "bncheck/report/run_record.h"
#include "core/error.h"
#include "core/input_file.h"

namespace bncheck::report {
namespace {

std::string contents(const std::string& file) {
  std::error_code none;
  if (!std::filesystem::exists(file, none)) return "";
  return require_input("--resume: cannot read", file, kMostOfRecord);
}

/// Goes through the cases of a record as a campaign would have judged them.
class Walk {
 public:
  Walk(const RunRecord& run, const runner::CampaignOptions& options)
      : run_(run), options_(options), failed_(run.laws.size(), false) {
    for (const RecordedFailure& failure : run.failures) {
      if (!failure.cut_short) told_.emplace(failure.law, failure.index);
    }
  }

  /// Returns how many cases there are before the first unit that is not whole. A climb goes on
  /// only from its first case: it remembers more than the record does.
  std::size_t whole() {
    std::size_t whole = 0;
    for (std::uint64_t index = 0; index < options_.cases;) {
      const runner::Unit unit = runner::unit_of(index);
      index = unit.end();
      if (!options_.shard.has(unit)) continue;
      const std::uint64_t end = std::min(index, options_.cases);
      for (std::uint64_t i = unit.first; i < end; ++i) {
        if (!is_next(i)) return whole;
      }
      whole = at_;
    }
    return whole;
  }

 private:
  /// Whether the next case is that of the index, and the failures that it is the first of are told.
  bool is_next(std::uint64_t index) {
    if (at_ == run_.cases.size() || run_.cases[at_].index != index) return false;
    const RecordedCase& one = run_.cases[at_++];
    for (std::size_t law = 0; law < failed_.size(); ++law) {
      if (one.judgements[law].verdict < Verdict::fail || failed_[law]) continue;
      failed_[law] = true;
      if (!told_.contains({run_.laws[law], index})) return false;
    }
    return true;
  }

  const RunRecord& run_;
  const runner::CampaignOptions& options_;
  std::vector<bool> failed_;
  std::set<std::pair<std::string, std::uint64_t>> told_;
  std::size_t at_ = 0;
};

runner::Progress::Judged judged(const RecordedCase& one) {
  runner::Progress::Judged judged{one.index, {}, {}};
  judged.verdicts.reserve(one.judgements.size());
  judged.ratios.reserve(one.judgements.size());
  for (const RecordedJudgement& said : one.judgements) {
    judged.verdicts.push_back(said.verdict);
    judged.ratios.push_back(said.ratio);
  }
  return judged;
}

runner::Progress first_of(const RunRecord& run, std::size_t cases) {
  runner::Progress progress;
  progress.record.reserve(run.text->size());
  progress.record = run.start_line + '\n';
  for (std::size_t i = 0; i < cases; ++i) {
    progress.cases.push_back(judged(run.cases[i]));
    progress.record.append(run.cases[i].line).append(1, '\n');
    for (const RecordedFailure& failure : run.failures) {
      if (failure.index != run.cases[i].index) continue;
      progress.record += failure.line + '\n';
      progress.told.push_back(failure.text);
      if (failure.findings) progress.findings.push_back(*failure.findings);
    }
  }
  return progress;
}

}  // namespace

runner::Progress read_progress(const std::string& file, const runner::CampaignOptions& options,
                               const Subject& subject) {
  std::string text = contents(file);
  const std::string start = JsonLines(options, subject).text();
  if (start.starts_with(text) && text != start) return {};
  const RunRecord run = parse_run(std::move(text), file);
  const std::string differing = differences(run.start_line, start);
  if (!differing.empty()) {
    throw UsageError("--resume: " + file + " is of another campaign: it differs in " + differing);
  }
  return first_of(run, Walk(run, options).whole());
}

}  // namespace bncheck::report

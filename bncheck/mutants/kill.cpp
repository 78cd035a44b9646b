#include "bncheck/mutants/kill.h"

#include <algorithm>

#include "bncheck/runner/corpus.h"

namespace bncheck::mutants {
namespace {

using properties::generators::Selection;

// A call takes some microseconds, on the largest case a tenth of a second. Mutants that hang take
// this long each time, so that they should not do it often.
constexpr std::chrono::milliseconds kCaseTimeout{2000};
constexpr int kMostFaults = 3;

const Selection& all_types() {
  static const Selection selection = [] {
    Selection all;
    all.dtypes = {DType::f16, DType::bf16, DType::f32, DType::f64};
    return all;
  }();
  return selection;
}

Case case_number(std::uint64_t index, std::uint64_t seed) {
  static const std::vector<Case> corpus = runner::selected(runner::own_corpus(), all_types());
  if (index < corpus.size()) return corpus[index];
  return properties::generators::case_at(seed, index, all_types());
}

class Execution {
 public:
  Execution(const std::string& mutant, const KillOptions& options)
      : options_(options), active_(options.laws) {
    row_ = {mutant, std::vector<std::uint64_t>(options.laws.size())};
  }

  bool is_over() const { return faults_ >= kMostFaults || options_.enough(row_); }

  void judge(std::uint64_t index, Implementation& mutant, const Dialect& dialect) {
    const std::vector<Judgement> judgements =
        runner::judge_case(case_number(index, options_.seed), active_, mutant, dialect);
    for (std::size_t law = 0; law < active_.size(); ++law) {
      if (judgements[law].verdict < Verdict::fail) continue;
      faults_ += judgements[law].verdict == Verdict::error ? 1 : 0;
      if (row_.first_case[law] == 0) row_.first_case[law] = index + 1;
      if (active_[law]->id != "execution") active_[law] = nullptr;
    }
  }

  KillRow row() && { return std::move(row_); }

 private:
  const KillOptions& options_;
  std::vector<const properties::Property*> active_;
  KillRow row_;
  int faults_ = 0;
};

}  // namespace

KillRow kill(const std::string& mutant, const runner::OpenImplementation& open,
             const KillOptions& options) {
  const std::unique_ptr<Implementation> implementation = open(kCaseTimeout);
  const Dialect dialect = parse_dialect(implementation->dialect());
  Execution execution(mutant, options);
  for (std::uint64_t index = 0; index < options.cases && !execution.is_over(); ++index) {
    execution.judge(index, *implementation, dialect);
  }
  return std::move(execution).row();
}

}  // namespace bncheck::mutants

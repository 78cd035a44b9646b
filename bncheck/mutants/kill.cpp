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

class Execution {
 public:
  explicit Execution(const Mutant& mutant) : named_(mutant.laws()) {
    for (const properties::Property& law : properties::catalogue()) laws_.push_back(&law);
    row_.mutant = mutant.name;
    row_.first_case.resize(laws_.size());
  }

  bool is_dead() const { return faults_ >= kMostFaults; }

  bool all_named_killed() const {
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (is_named(law) && row_.first_case[law] == 0) return false;
    }
    return true;
  }

  /// Asks no more than the laws that the header names.
  void leave_named() {
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      if (!is_named(law)) retire(law);
    }
  }

  void judge(const Case& input, std::uint64_t number, Implementation& mutant,
             const Dialect& dialect) {
    const std::vector<Judgement> judgements = runner::judge_case(input, laws_, mutant, dialect);
    for (std::size_t law = 0; law < laws_.size(); ++law) {
      const Verdict verdict = judgements[law].verdict;
      row_.judged += verdict == Verdict::pass || verdict >= Verdict::fail ? 1 : 0;
      if (verdict < Verdict::fail) continue;
      if (is_execution(law) && verdict == Verdict::error) ++faults_;
      if (row_.first_case[law] == 0) row_.first_case[law] = number;
      retire(law);
    }
  }

  KillRow row() && { return std::move(row_); }

 private:
  bool is_named(std::size_t law) const {
    const std::string_view id = properties::catalogue()[law].id;
    return std::find(named_.begin(), named_.end(), id) != named_.end();
  }

  void retire(std::size_t law) {
    if (!is_execution(law)) laws_[law] = nullptr;
  }

  static bool is_execution(std::size_t law) {
    return properties::catalogue()[law].id == "execution";
  }

  std::vector<std::string_view> named_;
  std::vector<const properties::Property*> laws_;
  KillRow row_;
  int faults_ = 0;
};

}  // namespace

Case case_number(std::uint64_t index, std::uint64_t seed) {
  static const std::vector<Case> corpus = runner::selected(runner::own_corpus(), all_types());
  if (index < corpus.size()) return corpus[index];
  return properties::generators::case_at(seed, index, all_types());
}

KillRow kill(const Mutant& mutant, const runner::OpenImplementation& open,
             const KillOptions& options) {
  const std::unique_ptr<Implementation> implementation = open(kCaseTimeout);
  const Dialect dialect = parse_dialect(implementation->dialect());
  Execution execution(mutant);
  const auto run = [&](std::uint64_t from, std::uint64_t to, const auto& is_enough) {
    for (std::uint64_t i = from; i < to && !execution.is_dead() && !is_enough(); ++i) {
      execution.judge(case_number(i, options.seed), i + 1, *implementation, dialect);
    }
  };
  run(0, options.cases, [] { return false; });
  execution.leave_named();
  run(options.cases, options.most_cases, [&] { return execution.all_named_killed(); });
  return std::move(execution).row();
}

}  // namespace bncheck::mutants

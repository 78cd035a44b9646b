#include <stdexcept>

#include "bncheck/host/host.h"
#include "bncheck/mutants/signatures.h"
#include "bncheck/report/describe.h"
#include "bncheck/runner/campaign.h"
#include "bncheck/runner/corpus.h"
#include "bncheck/runner/diagnose_failure.h"
#include "bncheck/runner/select_laws.h"
#include "bncheck/verify.h"
#include "core/error.h"

namespace bncheck {
namespace {

using properties::generators::Selection;

/// Keeps the first counterexample of each law.
class Listener : public runner::Reporter {
 public:
  explicit Listener(const std::vector<const properties::Property*>& laws) {
    for (const properties::Property* law : laws) {
      results.push_back({.id = std::string(law->id), .clause = std::string(law->clause)});
    }
  }

  void on_failure(const runner::Failure& failure) override {
    for (LawResult& result : results) {
      if (result.id != failure.law->id || !result.failure.empty()) continue;
      result.failure = describe(failure, report::Subject{});
      result.failing_case = to_string(failure.shrunk);
    }
  }

  void on_end(const runner::CampaignSummary& summary) override {
    for (std::size_t i = 0; i < results.size(); ++i) {
      const runner::LawTotals& law = summary.laws[i];
      results[i].passed = law.passed;
      results[i].failed = law.failed;
      results[i].inconclusive = law.inconclusive;
      results[i].skipped = law.skipped;
      results[i].worst_ratio = law.worst_passing_ratio;
    }
  }

  std::vector<LawResult> results;
};

Selection selection_of(const Verification& asked) {
  Selection selection;
  if (!asked.dtypes.empty()) selection.dtypes.clear();
  for (const std::string& text : asked.dtypes) {
    const std::optional<DType> dtype = parse_dtype(text);
    if (!dtype) throw UsageError("dtypes: '" + text + "' is not f16, bf16, f32 or f64");
    selection.dtypes.push_back(*dtype);
  }
  if (!asked.layouts.empty()) selection.layouts.clear();
  for (const std::string& text : asked.layouts) {
    const std::optional<Layout> layout = parse_layout(text);
    if (!layout) throw UsageError("layouts: '" + text + "' is not " + layout_names());
    selection.layouts.push_back(*layout);
  }
  return selection;
}

runner::CampaignOptions options_of(const Verification& asked) {
  runner::CampaignOptions options;
  options.seed = asked.seed;
  options.cases = asked.cases;
  if (asked.cases == 0) throw UsageError("cases: 0 are too few");
  options.selection = selection_of(asked);
  options.laws = runner::select_laws(asked.laws);
  options.corpus = runner::selected(runner::own_corpus(), options.selection);
  if (!asked.only_case.empty()) {
    options.corpus = {parse_case(asked.only_case)};
    options.cases = 1;
  }
  return options;
}

std::vector<LawResult> judge(const bn_plugin& plugin, const Verification& asked) {
  runner::CampaignOptions options = options_of(asked);
  const runner::OpenImplementation open = [&plugin](auto) { return host::adopt_plugin(plugin); };
  options.dialect = parse_dialect(asked.dialect.empty() ? open({})->dialect() : asked.dialect);
  options.diagnose = runner::diagnoser(open, options);
  options.kills = mutants::signatures();
  Listener listener(options.laws);
  run_campaign(options, open, {&listener});
  return listener.results;
}

}  // namespace

std::vector<std::string> law_ids(const std::string& matching) try {
  std::vector<std::string> ids;
  for (const properties::Property* law : runner::select_laws(matching)) ids.emplace_back(law->id);
  return ids;
} catch (const UsageError& error) {
  throw std::invalid_argument(error.what());
}

std::vector<LawResult> verify(const bn_plugin& plugin, const Verification& asked) try {
  return judge(plugin, asked);
} catch (const UsageError& error) {
  throw std::invalid_argument(error.what());
}

}  // namespace bncheck

// judgement_record IMPLEMENTATION CASES [SEED [DTYPE or DIALECT]...]: judges that many small random
// cases by every law and prints, as JSON Lines, all that was asked, answered and concluded, so that
// audit.py can judge them again. IMPLEMENTATION is a shared library or a Python file, judged in the
// dialect that it declares unless another is named.
#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "bncheck/host/host.h"
#include "bncheck/runner/court.h"
#include "bncheck/runner/judge_trial.h"
#include "core/error.h"
#include "properties/generators/cases.h"
#include "tests/bncheck/audit/witnesses.h"

namespace bncheck::audit {
namespace {

using nlohmann::json;
using properties::Property;

// Exact arithmetic on a case takes time that grows with its size; small ones hold the same laws.
constexpr std::int64_t kMostPerChannel = 33;
constexpr std::int64_t kMostValues = 72;

struct Options {
  std::string implementation;
  std::uint64_t cases = 0, seed = 1;
  properties::generators::Selection selection;
  std::optional<Dialect> dialect;
};

std::uint64_t read_number(std::string_view text) {
  std::uint64_t value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last) {
    throw UsageError("'" + std::string(text) + "' is no number");
  }
  return value;
}

Options read_options(int argc, const char* const* argv) {
  if (argc < 3) {
    throw UsageError("usage: judgement_record IMPLEMENTATION CASES [SEED [DTYPE or DIALECT]...]");
  }
  Options options{argv[1], read_number(argv[2]), argc > 3 ? read_number(argv[3]) : 1, {}, {}};
  std::vector<DType>& dtypes = options.selection.dtypes;
  dtypes.clear();
  for (int i = 4; i < argc; ++i) {
    if (const auto dtype = parse_dtype(argv[i])) {
      dtypes.push_back(*dtype);
    } else {
      options.dialect = parse_dialect(argv[i]);
    }
  }
  if (dtypes.empty()) dtypes = {DType::f16, DType::bf16, DType::f32, DType::f64};
  return options;
}

void print(const json& line) {
  std::puts(line.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

json header(const Implementation& implementation, const Dialect& dialect, std::uint64_t seed) {
  json laws = json::array();
  for (const Property& law : properties::catalogue()) laws.push_back(law.id);
  return {{"implementation", implementation.name()},
          {"version", implementation.version()},
          {"dialect", to_string(dialect)},
          {"has_backward", implementation.has_backward()},
          {"has_double_backward", implementation.has_double_backward()},
          {"seed", seed},
          {"laws", laws}};
}

/// Judges a case by law after law, until one finds a fault.
json judged(const Case& input, Implementation& implementation, const Dialect& dialect) {
  CaseRecord record(input);
  WitnessedImplementation witnessed(implementation, record);
  const properties::Court court = runner::court_for(implementation, dialect);
  const WitnessedOracle oracle(court.oracle, record);
  const WitnessedErrorModel error_model(court.error_model, record);
  const properties::Court watched{witnessed, oracle, error_model, court.dialect};
  properties::Trial trial(watched, expand(input));
  for (const Property& law : properties::catalogue()) {
    record.begin_law(law.id);
    const Judgement judgement = runner::judge_trial(trial, {&law}).front();
    record.add_judgement(judgement);
    if (judgement.verdict == Verdict::error) break;
  }
  return record.whole();
}

bool is_small(const Case& input) {
  return input.shape.values_per_channel() <= kMostPerChannel && input.shape.size() <= kMostValues;
}

void run(const Options& options) {
  const auto implementation = host::load_plugin(options.implementation);
  const Dialect dialect = options.dialect.value_or(parse_dialect(implementation->dialect()));
  print(header(*implementation, dialect, options.seed));
  std::uint64_t recorded = 0;
  for (std::uint64_t index = 0; recorded < options.cases; ++index) {
    const Case input = properties::generators::case_at(options.seed, index, options.selection);
    if (!is_small(input)) continue;
    print(judged(input, *implementation, dialect));
    ++recorded;
  }
}

}  // namespace
}  // namespace bncheck::audit

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == bncheck::host::kWorkerFlag) {
    return bncheck::host::run_worker(argc, argv);
  }
  try {
    bncheck::audit::run(bncheck::audit::read_options(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "judgement_record: %s\n", error.what());
    return 2;
  }
}

// judgement_record IMPLEMENTATION CASES [SEED [DTYPE...]]: judges that many small random cases by
// every law and prints, as JSON Lines, all that was asked, answered and concluded, so that
// audit.py can judge them again. IMPLEMENTATION is a shared library or a Python file.
#include <charconv>
#include <cstdio>
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
    throw UsageError("usage: judgement_record IMPLEMENTATION CASES [SEED [DTYPE...]]");
  }
  Options options{argv[1], read_number(argv[2]), argc > 3 ? read_number(argv[3]) : 1, {}};
  options.selection.dtypes = {DType::f16, DType::bf16, DType::f32, DType::f64};
  if (argc > 4) options.selection.dtypes.clear();
  for (int i = 4; i < argc; ++i) {
    const auto dtype = parse_dtype(argv[i]);
    if (!dtype) throw UsageError("'" + std::string(argv[i]) + "' is no dtype");
    options.selection.dtypes.push_back(*dtype);
  }
  return options;
}

void print(const json& line) {
  std::puts(line.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

json header(const Implementation& implementation, const Options& options) {
  json laws = json::array();
  for (const Property& law : properties::catalogue()) laws.push_back(law.id);
  return {{"implementation", implementation.name()},
          {"version", implementation.version()},
          {"dialect", to_string(parse_dialect(implementation.dialect()))},
          {"has_backward", implementation.has_backward()},
          {"seed", options.seed},
          {"laws", laws}};
}

/// Judges a case by law after law, until one finds a fault.
json judged(const Case& input, Implementation& implementation) {
  CaseRecord record(input);
  WitnessedImplementation witnessed(implementation, record);
  const properties::Court court =
      runner::court_for(implementation, parse_dialect(implementation.dialect()));
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
  print(header(*implementation, options));
  std::uint64_t recorded = 0;
  for (std::uint64_t index = 0; recorded < options.cases; ++index) {
    const Case input = properties::generators::case_at(options.seed, index, options.selection);
    if (!is_small(input)) continue;
    print(judged(input, *implementation));
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

#include "bncheck/report/run_record.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "bncheck/report/diagnosis.h"
#include "bncheck/report/event.h"
#include "core/error.h"
#include "core/input_file.h"
#include "properties/generators/shrink.h"

namespace bncheck::report {
namespace {

Verdict read_verdict(const std::string& word) {
  for (Verdict verdict :
       {Verdict::skip, Verdict::pass, Verdict::inconclusive, Verdict::fail, Verdict::error}) {
    if (to_string(verdict) == word) return verdict;
  }
  throw UsageError("expected \"verdict\" to be skip, pass, inconclusive, fail or error");
}

/// Before anything else is read: another format may have other fields.
void check_format(const Event& start) {
  const std::uint64_t format = start.count("format");
  if (format == kRecordFormat) return;
  throw UsageError("this is a record of format " + std::to_string(format) + ", written by " +
                   (start.has("tool") ? start.text("tool") : "another program") +
                   "; this program reads format " + std::to_string(kRecordFormat));
}

runner::Shard read_shard(const Event& start) {
  const runner::Shard shard = {start.count("shard"), start.count("shards")};
  if (shard.number < 1 || shard.number > shard.count) {
    throw UsageError("expected \"shard\" to be from 1 to \"shards\"");
  }
  if (shard.count <= runner::kMostShards) return shard;
  throw UsageError("expected \"shards\" to be at most " + std::to_string(runner::kMostShards));
}

/// Every case keeps a judgement of each law, so that their number is bounded.
std::vector<std::string> read_laws(const Event& start) {
  constexpr std::size_t kMostLaws = 512;  // the catalogue has about a hundred
  std::vector<std::string> laws = start.texts("laws");
  const std::set<std::string> different(laws.begin(), laws.end());
  if (different.size() == laws.size() && laws.size() <= kMostLaws) return laws;
  throw UsageError("expected \"laws\" to be at most " + std::to_string(kMostLaws) +
                   ", each of them once");
}

std::vector<RecordedStatement> read_statements(const Event& start) {
  std::vector<RecordedStatement> statements;
  if (!start.has("statements")) return statements;
  for (const Event& each : start.objects("statements")) {
    statements.push_back({each.text("clause"), each.text("title"), each.text("statement")});
  }
  if (statements.size() == start.texts("laws").size()) return statements;
  throw UsageError("expected \"statements\" to have one for each of the laws");
}

void read_start(const Event& event, RunRecord& run) {
  check_format(event);
  run.tool = event.text("tool");
  run.implementation = event.text("implementation");
  run.version = event.text("version");
  run.contracts = event.texts_by_name("contracts");
  run.dialect = event.text("dialect");
  run.seed = event.count("seed");
  run.planned_cases = event.count("cases");
  run.shard = read_shard(event);
  run.laws = read_laws(event);
  run.statements = read_statements(event);
  const std::vector<std::string> known = event.texts("known_failures");
  run.known_failures = {known.begin(), known.end()};
}

/// Bounded, so that the seconds of all shards together are a number, too.
double read_seconds(const Event& event) {
  constexpr double kMost = 1e15;
  const double seconds = event.number("seconds");
  if (seconds >= 0 && seconds <= kMost) return seconds;
  throw UsageError("expected \"seconds\" to be from 0 to 1e15");
}

double read_number(const Event& event, const char* name) {
  const std::string text = event.text(name);
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (!text.empty() && end == text.c_str() + text.size()) return value;
  throw UsageError("expected \"" + std::string(name) + "\" to be a number as text");
}

/// An error may be no number; below 0 it cannot be.
double read_magnitude(const Event& event, const char* name) {
  const double value = read_number(event, name);
  if (!(value < 0)) return value;
  throw UsageError("expected \"" + std::string(name) + "\" not to be negative");
}

RecordedElement read_element(const Event& element) {
  return {element.text("what"), element.count("index"), read_magnitude(element, "error"),
          read_magnitude(element, "budget")};
}

RecordedElement read_evidence(const Event& evidence) {
  RecordedElement element{evidence.text("what"), evidence.count("index")};
  element.budget = read_magnitude(evidence, "budget");
  element.error = std::fabs((read_number(evidence, "got") - read_number(evidence, "truth")) -
                            read_number(evidence, "truth_low"));
  element.ratio = read_number(evidence, "ratio");
  return element;
}

struct ReadCase {
  RecordedCase one;
  RecordedElements elements;
};

ReadCase read_case(const Event& event, std::size_t laws) {
  ReadCase read{{event.count("index"), std::vector<RecordedJudgement>(laws), {}, {}}, {}};
  for (const Event& judgement : event.objects("judgements")) {
    const std::uint64_t law = judgement.count("law");
    if (law >= laws) throw UsageError("expected \"law\" to count, from 0, the laws of the start");
    RecordedJudgement& said = read.one.judgements[law];
    RecordedElement element;
    said.verdict = read_verdict(judgement.text("verdict"));
    said.compared = judgement.has("ratio") || judgement.has("evidence");
    if (judgement.has("ratio")) said.ratio = judgement.number("ratio");
    if (judgement.has("element")) element = read_element(judgement.object("element"));
    if (judgement.has("evidence")) {
      element = read_evidence(judgement.object("evidence"));
      said.ratio = element.ratio;
    }
    if (!element.what.empty()) read.elements[law] = std::move(element);
  }
  return read;
}

RecordedFailure read_failure(const Event& event) {
  RecordedFailure failure{event.text("law"), event.count("index"), event.text("text"), "",
                          std::nullopt};
  if (event.has("findings")) failure.findings = read_findings(event, "findings");
  failure.cut_short =
      event.has("stopped_by") && event.text("stopped_by") == properties::generators::kInterruption;
  return failure;
}

/// Returns where the line holds the text; nothing if it does not, as it is.
std::string_view part_of(std::string_view line, const std::string& text) {
  const std::size_t at = line.find(text);
  return at == std::string_view::npos ? std::string_view() : line.substr(at, text.size());
}

void read_event(std::string_view line, RunRecord& run) {
  const Event event(line);
  const std::string kind = event.text("event");
  if ((kind == "start") != run.start_line.empty()) {
    throw UsageError(kind == "start" ? "expected the events of one run, and here a second starts"
                                     : "expected the start of a run");
  }
  if (kind == "start") {
    read_start(event, run);
    run.start_line = line;
  } else if (kind == "case") {
    run.cases.push_back(read_case(event, run.laws.size()).one);
    run.cases.back().line = line;
    if (event.has("case")) run.cases.back().input = part_of(line, event.text("case"));
  } else if (kind == "failure") {
    run.failures.push_back(read_failure(event));
    run.failures.back().line = line;
  } else if (kind == "end") {
    run.complete = true;
    run.seconds = read_seconds(event);
    run.stopped_because = event.text("stopped_because");
    if (event.has("environment")) run.environment = event.texts("environment");
    if (event.has("diagnosis")) run.diagnosis = read_findings(event, "diagnosis");
  } else {
    throw UsageError("expected \"event\" to be start, case, failure or end");
  }
}

/// Those of our own are sorted; a stable sort would need as much memory again.
void sort_by_index(std::vector<RecordedCase>& cases) {
  const auto earlier = [](const RecordedCase& a, const RecordedCase& b) {
    return a.index < b.index;
  };
  if (std::is_sorted(cases.begin(), cases.end(), earlier)) return;
  std::stable_sort(cases.begin(), cases.end(), earlier);
}

}  // namespace

RunRecord parse_run(std::string given, const std::string& source) {
  RunRecord run;
  run.source = source;
  run.text = std::make_shared<const std::string>(std::move(given));
  const std::string_view text = *run.text;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;  // cut off in the middle of an event
    const std::string_view line = text.substr(at, end - at);
    at = end + 1;
    ++number;
    try {
      read_event(line, run);
    } catch (const UsageError& error) {
      throw UsageError(source + ", line " + std::to_string(number) + ": " + error.what());
    }
  }
  if (run.start_line.empty()) {
    throw UsageError(source + ", line 1: expected the start of a run, as --report jsonl writes");
  }
  sort_by_index(run.cases);
  return run;
}

RunRecord read_run(const std::filesystem::path& file) {
  return parse_run(require_input("cannot read the run", file, kMostOfRecord), file.string());
}

RecordedElements elements_of(const RecordedCase& one) {
  return read_case(Event(one.line), one.judgements.size()).elements;
}

std::vector<runner::LawTotals> totals_of(const RunRecord& run) {
  std::vector<runner::LawTotals> totals(run.laws.size());
  for (const RecordedCase& one : run.cases) {
    for (std::size_t law = 0; law < totals.size(); ++law) {
      const RecordedJudgement& said = one.judgements[law];
      totals[law].add(said.verdict, said.ratio);
    }
  }
  return totals;
}

}  // namespace bncheck::report

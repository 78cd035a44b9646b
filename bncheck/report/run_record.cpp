#include "bncheck/report/run_record.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/error.h"

namespace bncheck::report {
namespace {

using nlohmann::json;

Verdict read_verdict(const std::string& word) {
  for (Verdict verdict :
       {Verdict::skip, Verdict::pass, Verdict::inconclusive, Verdict::fail, Verdict::error}) {
    if (to_string(verdict) == word) return verdict;
  }
  throw UsageError("unknown verdict '" + word + "'");
}

RecordedJudgement read_judgement(const json& event) {
  RecordedJudgement judgement;
  judgement.verdict = read_verdict(event.at("verdict").get<std::string>());
  if (event.contains("evidence")) {
    judgement.ratio =
        std::strtod(event.at("evidence").at("ratio").get<std::string>().c_str(), nullptr);
  }
  return judgement;
}

void read_start(const json& event, RunRecord& run) {
  run.implementation = event.at("implementation");
  run.version = event.at("version");
  run.dialect = event.at("dialect");
  run.seed = event.at("seed");
  run.planned_cases = event.at("cases");
  run.laws = event.at("laws").get<std::vector<std::string>>();
}

void read_event(const json& event, const std::string& line, RunRecord& run) {
  const std::string kind = event.at("event");
  if (kind == "start") {
    if (!run.start_line.empty()) throw UsageError("a second start");
    run.start_line = line;
    return read_start(event, run);
  }
  if (run.start_line.empty()) throw UsageError("an event before the start");
  if (kind == "case") {
    RecordedCase one{event.at("index"), {}, line};
    for (const auto& [law, judgement] : event.at("judgements").items()) {
      one.judgements[law] = read_judgement(judgement);
    }
    run.cases.push_back(std::move(one));
  } else if (kind == "failure") {
    run.failures.push_back({event.at("law"), event.at("index"), event.at("text"), line});
  } else if (kind == "end") {
    run.complete = true;
    run.seconds = event.at("seconds");
    run.stopped_because = event.at("stopped_because");
  } else {
    throw UsageError("an unknown event '" + kind + "'");
  }
}

void add(RecordedTotals& totals, const RecordedJudgement& judgement) {
  const std::array<std::uint64_t*, 5> counters = {
      &totals.skipped, &totals.passed, &totals.inconclusive, &totals.failed, &totals.failed};
  ++*counters[static_cast<std::size_t>(judgement.verdict)];
  if (judgement.verdict == Verdict::pass) {
    totals.worst_passing_ratio = std::max(totals.worst_passing_ratio, judgement.ratio);
  }
}

}  // namespace

RunRecord parse_run(std::string_view text, const std::string& source) {
  RunRecord run;
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) break;  // cut off in the middle of an event
    const std::string line(text.substr(at, end - at));
    at = end + 1;
    ++number;
    try {
      read_event(json::parse(line), line, run);
    } catch (const std::exception& error) {
      throw UsageError(source + ", line " + std::to_string(number) +
                       ": this is not an event of a bncheck run (" + error.what() + ")");
    }
  }
  if (run.start_line.empty()) throw UsageError(source + " does not begin a bncheck run");
  std::stable_sort(run.cases.begin(), run.cases.end(),
                   [](const RecordedCase& a, const RecordedCase& b) { return a.index < b.index; });
  return run;
}

RunRecord read_run(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw UsageError("cannot read the run " + file.string());
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return parse_run(text, file.string());
}

RecordedTotals totals_of(const RunRecord& run, const std::string& law) {
  RecordedTotals totals;
  for (const RecordedCase& one : run.cases) {
    const auto found = one.judgements.find(law);
    if (found != one.judgements.end()) add(totals, found->second);
  }
  return totals;
}

RecordedTotals totals_of(const RunRecord& run) {
  RecordedTotals totals;
  for (const RecordedCase& one : run.cases) {
    for (const auto& [law, judgement] : one.judgements) add(totals, judgement);
  }
  return totals;
}

}  // namespace bncheck::report

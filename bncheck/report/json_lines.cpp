#include "bncheck/report/json_lines.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "bncheck/report/diagnosis.h"
#include "bncheck/report/known_failures.h"
#include "bncheck/report/run_record.h"
#include "bncheck/report/whole_file.h"
#include "bncheck/runner/environment.h"
#include "golden/sha256.h"

namespace bncheck::report {
namespace {

using nlohmann::json;

// JSON has no infinities: every number that may be one is written as text.
std::string number(double value) { return fmt::format("{:a}", value); }

json evidence_to_json(const Evidence& evidence) {
  return {{"what", evidence.what},
          {"index", evidence.index},
          {"got", number(evidence.got)},
          {"truth", number(evidence.truth.middle.hi)},
          {"truth_low", number(evidence.truth.middle.lo)},
          {"truth_radius", number(evidence.truth.radius)},
          {"budget", number(evidence.budget)},
          {"ratio", number(evidence.ratio)}};
}

/// The laws whose passes are drawn as error against conditioning.
bool is_drawn(const properties::Property& law) {
  return law.id == "training_output" || law.id == "backward_training";
}

json element_to_json(const Evidence& evidence) {
  const DoubleDouble& truth = evidence.truth.middle;
  return {{"what", evidence.what},
          {"index", evidence.index},
          {"error", number(std::fabs((evidence.got - truth.hi) - truth.lo))},
          {"budget", number(evidence.budget)}};
}

/// Tells a failure in full, and of a pass how much of the budget it took: the rest can be had by
/// replaying the case, and would make the file several times as large.
json to_json(const Judgement& judgement, bool with_element = false) {
  json out = {{"verdict", to_string(judgement.verdict)}};
  if (judgement.verdict == Verdict::pass) {
    if (judgement.evidence) out["ratio"] = judgement.evidence->ratio;  // at most 1
    if (judgement.evidence && with_element) out["element"] = element_to_json(*judgement.evidence);
  } else if (judgement.verdict >= Verdict::fail) {
    if (!judgement.reason.empty()) out["reason"] = judgement.reason;
    if (judgement.evidence) out["evidence"] = evidence_to_json(*judgement.evidence);
  }
  return out;
}

json variations_to_json(const std::vector<runner::Variation>& variations) {
  json out = json::array();
  for (const runner::Variation& each : variations) {
    out.push_back({{"field", each.field},
                   {"value", each.value},
                   {"fails", each.fails},
                   {"holds", each.holds},
                   {"undecided", each.undecided}});
  }
  return out;
}

json exactness_to_json(const runner::Exactness& exact) {
  json out = json::object();
  if (exact.y) out["y"] = *exact.y;
  if (exact.dx) out["dx"] = *exact.dx;
  return out;
}

/// Shards of one campaign have the same corpus.
json corpus_to_json(const std::vector<Case>& corpus) {
  std::string lines;
  for (const Case& each : corpus) lines += to_string(each) + '\n';
  return {{"cases", corpus.size()}, {"sha256", golden::sha256(lines)}};
}

json shapes_of(const std::vector<Case>& cases) {
  json out = json::array();
  for (const Case& each : cases) out.push_back(to_string(each.shape));
  return out;
}

template <class Words>
json names(const Words& words) {
  json out = json::array();
  for (const auto& word : words) out.push_back(to_string(word));
  return out;
}

/// What a reader needs who does not know the laws.
json statements_of(const std::vector<const properties::Property*>& laws) {
  json out = json::array();
  for (const properties::Property* law : laws) {
    out.push_back({{"clause", law->clause}, {"title", law->title}, {"statement", law->statement}});
  }
  return out;
}

}  // namespace

JsonLines::JsonLines(const std::string& path, const runner::CampaignOptions& options,
                     Subject subject)
    : options_(options), subject_(std::move(subject)) {
  const std::string& begun = options.begun.record;
  if (begun.empty()) {
    file_.emplace(path);
    write_start();
  } else {  // as a whole or not at all: it may be the only copy
    WholeFile(path).write(begun);
    file_.emplace(path, path, "a");
  }
}

JsonLines::JsonLines(const runner::CampaignOptions& options, Subject subject)
    : options_(options), subject_(std::move(subject)), text_(options.begun.record) {
  if (text_.empty()) write_start();
}

void JsonLines::write_start() {
  json start = {{"event", "start"},
                {"format", kRecordFormat},
                {"tool", "bncheck " BNCHECK_VERSION},
                {"implementation", subject_.name},
                {"version", subject_.version},
                {"contracts", subject_.contracts},
                {"dialect", to_string(options_.dialect)},
                {"seed", options_.seed},
                {"cases", options_.time ? 0 : options_.cases},
                {"corpus", corpus_to_json(options_.corpus)},
                {"shard", options_.shard.number},
                {"shards", options_.shard.count},
                {"dtypes", names(options_.selection.dtypes)},
                {"layouts", names(options_.selection.layouts)},
                {"laws", ids_of(options_.laws)},
                {"statements", statements_of(options_.laws)},
                {"known_failures", options_.known_failures}};
  if (!options_.listed.empty()) start["shapes"] = shapes_of(options_.listed);
  if (options_.time) start["time_limit"] = std::chrono::duration<double>(*options_.time).count();
  write(start);
}

void JsonLines::write(const json& event) {
  // What a plug-in says of itself may not be UTF-8.
  const std::string line = event.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
  if (file_) {
    file_->append(line);
  } else {
    text_ += line;
  }
}

void JsonLines::on_case(const runner::CaseResult& result) {
  json judgements = json::array();
  for (std::size_t law = 0; law < result.judgements.size(); ++law) {
    if (result.judgements[law].verdict == Verdict::skip) continue;
    judgements.push_back(to_json(result.judgements[law], is_drawn(*options_.laws[law])));
    judgements.back()["law"] = law;
  }
  json event = {{"event", "case"},
                {"index", result.index},
                {"case", to_string(result.input)},
                {"judgements", judgements}};
  if (result.exact) event["correctly_rounded"] = exactness_to_json(*result.exact);
  write(event);
}

void JsonLines::on_failure(const runner::Failure& failure) {
  write({{"event", "failure"},
         {"law", failure.law->id},
         {"index", failure.index},
         {"original", to_string(failure.original)},
         {"shrunk", to_string(failure.shrunk)},
         {"tried", failure.tried},
         {"stopped_by", failure.stopped_by},
         {"variations", variations_to_json(failure.variations)},
         {"findings", to_json(failure.findings)},
         {"judgement", to_json(failure.judgement)},
         {"text", describe(failure, subject_)}});
}

void JsonLines::on_end(const runner::CampaignSummary& summary) {
  const runner::LawTotals all = summary.all();
  json end = {{"event", "end"},
              {"cases", summary.cases},
              {"passed", all.passed},
              {"failed", all.failed},
              {"inconclusive", all.inconclusive},
              {"skipped", all.skipped},
              {"stopped_because", summary.stopped_because},
              {"environment", runner::environment()},
              {"seconds", summary.seconds}};
  if (summary.diagnosis) end["diagnosis"] = to_json(*summary.diagnosis);
  write(end);
}

}  // namespace bncheck::report

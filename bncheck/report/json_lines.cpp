#include "bncheck/report/json_lines.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace bncheck::report {
namespace {

using nlohmann::json;

// JSON has no infinities: every number that may be one is written as text.
std::string number(double value) { return fmt::format("{:a}", value); }

json to_json(const Judgement& judgement) {
  json out = {{"verdict", to_string(judgement.verdict)}};
  if (!judgement.reason.empty()) out["reason"] = judgement.reason;
  if (judgement.evidence) {
    const Evidence& evidence = *judgement.evidence;
    out["evidence"] = {{"what", evidence.what},
                       {"index", evidence.index},
                       {"got", number(evidence.got)},
                       {"truth", number(evidence.truth.middle.hi)},
                       {"truth_low", number(evidence.truth.middle.lo)},
                       {"truth_radius", number(evidence.truth.radius)},
                       {"budget", number(evidence.budget)},
                       {"ratio", number(evidence.ratio)}};
  }
  return out;
}

}  // namespace

JsonLines::JsonLines(const std::string& path, const runner::CampaignOptions& options,
                     Subject subject)
    : options_(options), subject_(std::move(subject)), file_(path) {
  write_start();
}

JsonLines::JsonLines(const runner::CampaignOptions& options, Subject subject)
    : options_(options), subject_(std::move(subject)) {
  write_start();
}

void JsonLines::write_start() {
  json laws = json::array();
  for (const properties::Property* law : options_.laws) laws.push_back(law->id);
  const runner::Shard& shard = options_.shard;
  write({{"event", "start"},
         {"implementation", subject_.name},
         {"version", subject_.version},
         {"seed", options_.seed},
         {"cases", options_.time ? 0 : options_.cases},
         {"shard", std::to_string(shard.number) + "/" + std::to_string(shard.count)},
         {"dialect", to_string(options_.dialect)},
         {"laws", laws}});
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
  json judgements = json::object();
  for (std::size_t i = 0; i < options_.laws.size(); ++i) {
    judgements[std::string(options_.laws[i]->id)] = to_json(result.judgements[i]);
  }
  write({{"event", "case"},
         {"index", result.index},
         {"case", to_string(result.input)},
         {"judgements", judgements}});
}

void JsonLines::on_failure(const runner::Failure& failure) {
  write({{"event", "failure"},
         {"law", failure.law->id},
         {"index", failure.index},
         {"original", to_string(failure.original)},
         {"shrunk", to_string(failure.shrunk)},
         {"judgement", to_json(failure.judgement)},
         {"text", describe(failure, subject_)}});
}

void JsonLines::on_end(const runner::CampaignSummary& summary) {
  const runner::LawTotals all = summary.all();
  write({{"event", "end"},
         {"cases", summary.cases},
         {"passed", all.passed},
         {"failed", all.failed},
         {"inconclusive", all.inconclusive},
         {"skipped", all.skipped},
         {"stopped_because", summary.stopped_because},
         {"seconds", summary.seconds}});
}

}  // namespace bncheck::report

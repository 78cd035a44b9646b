#include "bncheck/report/json_lines.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/error.h"

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
    : path_(path),
      options_(options),
      subject_(std::move(subject)),
      file_(std::fopen(path.c_str(), "w")) {
  if (!file_) throw UsageError("cannot write the report " + path + ": " + std::strerror(errno));
  json laws = json::array();
  for (const properties::Property* law : options.laws) laws.push_back(law->id);
  write({{"event", "start"},
         {"implementation", subject_.name},
         {"version", subject_.version},
         {"seed", options.seed},
         {"cases", options.time ? 0 : options.cases},
         {"dialect", to_string(options.dialect)},
         {"laws", laws}});
}

void JsonLines::write(const json& event) {
  // What a plug-in says of itself may not be UTF-8.
  const std::string line = event.dump(-1, ' ', false, json::error_handler_t::replace);
  const bool written = std::fputs(line.c_str(), file_.get()) >= 0 &&
                       std::fputc('\n', file_.get()) >= 0 && std::fflush(file_.get()) == 0;
  if (!written) throw UsageError("cannot write the report " + path_ + ": " + std::strerror(errno));
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

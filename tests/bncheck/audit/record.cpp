#include "tests/bncheck/audit/record.h"

#include <fmt/format.h>

namespace bncheck::audit {
namespace {

using nlohmann::json;

const char* to_string(CallStatus status) {
  switch (status) {
    case CallStatus::ok: return "ok";
    case CallStatus::refused: return "refused";
    case CallStatus::invalid: return "invalid";
    case CallStatus::failed: return "failed";
    case CallStatus::fault: return "fault";
  }
  return "unknown";
}

json to_json(const Manner& manner) {
  return {manner.threads, manner.in_place, manner.saved, manner.dx, manner.dweight, manner.dbias};
}

json to_json(const Contract& contract) {
  return {{"element", to_string(contract.element)},
          {"accumulator", to_string(contract.accumulator)},
          {"stored", to_string(contract.stored)},
          {"applied", to_string(contract.applied)},
          {"welford", contract.variance == VarianceAlgorithm::welford},
          {"one_pass", contract.variance == VarianceAlgorithm::one_pass},
          {"direct", contract.apply == ApplyForm::direct},
          {"folded", contract.apply == ApplyForm::folded},
          {"summation", static_cast<int>(contract.summation)},
          {"summation_height", contract.summation_height},
          {"recomputed", contract.backward_statistics == BackwardStatistics::recomputed},
          {"deterministic", contract.deterministic},
          {"flushes_subnormals", contract.flushes_subnormals},
          {"uniform", contract.uniform},
          {"in_place", contract.in_place},
          {"correctly_rounded", contract.correctly_rounded},
          {"double_parameters", contract.double_parameters},
          {"invsqrt_error_u", number(contract.invsqrt_error_u)}};
}

json to_json(const Evidence& evidence) {
  return {{"what", evidence.what},
          {"index", evidence.index},
          {"got", number(evidence.got)},
          {"truth", number(evidence.truth.middle.hi)},
          {"truth_low", number(evidence.truth.middle.lo)},
          {"truth_radius", number(evidence.truth.radius)},
          {"budget", number(evidence.budget)},
          {"ratio", number(evidence.ratio)}};
}

/// Returns the place of the text in the list, which grows if it is new.
std::size_t place_of(const std::string& text, std::map<std::string, std::size_t>& places) {
  return places.try_emplace(text, places.size()).first->second;
}

}  // namespace

std::string number(double value) { return fmt::format("{:a}", value); }

CaseRecord::CaseRecord(const Case& input) {
  json_ = {
      {"case", bncheck::to_string(input)}, {"tensors", json::array()}, {"problems", json::array()},
      {"contracts", json::object()},       {"calls", json::array()},   {"budgets", json::array()},
      {"judgements", json::array()}};
  problem(expand(input));
}

std::size_t CaseRecord::tensor(std::span<const double> values) {
  std::string text;
  for (const double value : values) text += (text.empty() ? "" : " ") + number(value);
  const std::size_t place = place_of(text, tensors_);
  if (place == json_["tensors"].size()) json_["tensors"].push_back(text);
  return place;
}

std::size_t CaseRecord::problem(const Problem& problem) {
  const json described = {{"dtype", to_string(problem.dtype)},
                          {"shape", to_string(problem.shape)},
                          {"layout", to_string(problem.layout)},
                          {"mode", to_string(problem.mode)},
                          {"eps", number(problem.eps)},
                          {"momentum", number(problem.momentum)},
                          {"manner", to_json(problem.manner)},
                          {"x", tensor(problem.x)},
                          {"dy", tensor(problem.dy)},
                          {"weight", tensor(problem.weight)},
                          {"bias", tensor(problem.bias)},
                          {"running_mean", tensor(problem.running_mean)},
                          {"running_var", tensor(problem.running_var)}};
  const std::size_t place = place_of(described.dump(), problems_);
  if (place == json_["problems"].size()) json_["problems"].push_back(described);
  return place;
}

void CaseRecord::add_contract(const Problem& of, const Contract& contract) {
  json_["contracts"][std::to_string(problem(of))] = to_json(contract);
}

void CaseRecord::add_call(const char* kind, const Problem& of, CallStatus status,
                          const std::string& message, json saved, json outputs) {
  json_["calls"].push_back({{"law", law_},
                            {"kind", kind},
                            {"problem", problem(of)},
                            {"status", to_string(status)},
                            {"message", message},
                            {"saved", std::move(saved)},
                            {"outputs", std::move(outputs)}});
}

void CaseRecord::add_call(const Problem& of, bool saved, const Outcome<Forward<double>>& outcome) {
  const Forward<double>& out = outcome.outputs;
  add_call("forward", of, outcome.status, outcome.message, saved,
           {{"y", tensor(out.y)},
            {"save_mean", tensor(out.save_mean)},
            {"save_invstd", tensor(out.save_invstd)},
            {"running_mean", tensor(out.running_mean)},
            {"running_var", tensor(out.running_var)}});
}

void CaseRecord::add_call(const Problem& of, const SavedStatistics& saved,
                          const Outcome<Backward<double>>& outcome) {
  const Backward<double>& out = outcome.outputs;
  add_call(
      "backward", of, outcome.status, outcome.message, {tensor(saved.mean), tensor(saved.invstd)},
      {{"dx", tensor(out.dx)}, {"dweight", tensor(out.dweight)}, {"dbias", tensor(out.dbias)}});
}

json CaseRecord::second(const SecondGradients& second) {
  return {{"ddx", tensor(second.ddx)},
          {"ddweight", tensor(second.ddweight)},
          {"ddbias", tensor(second.ddbias)}};
}

void CaseRecord::add_call(const Problem& of, const SavedStatistics& saved,
                          const SecondGradients& given,
                          const Outcome<DoubleBackward<double>>& outcome) {
  const DoubleBackward<double>& out = outcome.outputs;
  add_call(
      "double_backward", of, outcome.status, outcome.message,
      {tensor(saved.mean), tensor(saved.invstd)},
      {{"d_dy", tensor(out.d_dy)}, {"d_x", tensor(out.d_x)}, {"d_weight", tensor(out.d_weight)}});
  json_["calls"].back()["second"] = second(given);
}

void CaseRecord::add_question(const Problem& of) {
  add_call("oracle", of, CallStatus::ok, "", nullptr, json::object());
}

json CaseRecord::budget(const Budget& budget) {
  return {tensor(budget.radius), tensor(budget.range)};
}

void CaseRecord::add_budget(const Problem& of, const ErrorModel::ForwardBudget& of_outputs) {
  json_["budgets"].push_back({{"kind", "forward"},
                              {"problem", problem(of)},
                              {"y", budget(of_outputs.y)},
                              {"save_mean", budget(of_outputs.save_mean)},
                              {"save_invstd", budget(of_outputs.save_invstd)},
                              {"running_mean", budget(of_outputs.running_mean)},
                              {"running_var", budget(of_outputs.running_var)}});
}

void CaseRecord::add_budget(const Problem& of, const ErrorModel::BackwardBudget& of_outputs) {
  json_["budgets"].push_back({{"kind", "backward"},
                              {"problem", problem(of)},
                              {"dx", budget(of_outputs.dx)},
                              {"dweight", budget(of_outputs.dweight)},
                              {"dbias", budget(of_outputs.dbias)}});
}

void CaseRecord::add_budget(const Problem& of, const SecondGradients& given,
                            const ErrorModel::DoubleBackwardBudget& of_outputs) {
  json_["budgets"].push_back({{"kind", "double_backward"},
                              {"problem", problem(of)},
                              {"second", second(given)},
                              {"d_dy", budget(of_outputs.d_dy)},
                              {"d_x", budget(of_outputs.d_x)},
                              {"d_weight", budget(of_outputs.d_weight)}});
}

void CaseRecord::add_judgement(const Judgement& judgement) {
  json judged = {{"law", law_},
                 {"verdict", bncheck::to_string(judgement.verdict)},
                 {"reason", judgement.reason}};
  if (judgement.evidence) judged["evidence"] = to_json(*judgement.evidence);
  json_["judgements"].push_back(std::move(judged));
}

}  // namespace bncheck::audit

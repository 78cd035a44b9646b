#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "core/case.h"
#include "core/implementation.h"
#include "core/oracle.h"
#include "core/verdict.h"

namespace bncheck::audit {

/// What was asked, answered and concluded about one case, as one JSON object: all that somebody
/// else needs to judge again. docs/audit.md describes its fields.
class CaseRecord {
 public:
  explicit CaseRecord(const Case& input);

  /// Says which law makes the calls that follow.
  void begin_law(std::string_view id) { law_ = id; }

  void add_contract(const Problem& problem, const Contract& contract);
  void add_call(const Problem& problem, bool saved, const Outcome<Forward<double>>& outcome);
  void add_call(const Problem& problem, const SavedStatistics& saved,
                const Outcome<Backward<double>>& outcome);
  void add_call(const Problem& problem, const SavedStatistics& saved, const SecondGradients& second,
                const Outcome<DoubleBackward<double>>& outcome);
  void add_question(const Problem& problem);
  void add_budget(const Problem& problem, const ErrorModel::ForwardBudget& budget);
  void add_budget(const Problem& problem, const ErrorModel::BackwardBudget& budget);
  void add_budget(const Problem& problem, const SecondGradients& second,
                  const ErrorModel::DoubleBackwardBudget& budget);
  void add_judgement(const Judgement& judgement);

  /// Returns the whole.
  const nlohmann::json& whole() const { return json_; }

 private:
  std::size_t tensor(std::span<const double> values);
  std::size_t problem(const Problem& problem);
  nlohmann::json second(const SecondGradients& second);
  nlohmann::json budget(const Budget& budget);
  void add_call(const char* kind, const Problem& problem, CallStatus status,
                const std::string& message, nlohmann::json saved, nlohmann::json outputs);

  nlohmann::json json_;
  std::string law_;
  std::map<std::string, std::size_t> tensors_, problems_;  ///< places in the lists of json_
};

/// Prints a double so that it reads back exactly: "0x1.8p+1", "inf", "nan".
std::string number(double value);

}  // namespace bncheck::audit

#pragma once

#include <string>
#include <vector>

#include "core/batch_norm.h"
#include "core/contract.h"

namespace bncheck {

/// How a call ended.
///   ok       it answered
///   refused  it said BN_UNSUPPORTED, or supports() did: an honest refusal
///   invalid  it said BN_INVALID_ARGUMENT
///   failed   it said BN_FAILURE; message holds what it gave as the reason
///   fault    it crashed, hung, left without returning, or touched what is not its own; message
///   says
///            which, as one sentence without the word that follows "the implementation"
enum class CallStatus { ok, refused, invalid, failed, fault };

template <class Outputs>
struct Outcome {
  CallStatus status = CallStatus::ok;
  std::string message;
  Outputs outputs;
  /// Whether calling the arguments invalid is right, too; a Trial finds that out.
  bool may_refuse = false;
};

/// The saved statistics that a backward call is given; empty in evaluation.
struct SavedStatistics {
  std::vector<double> mean;
  std::vector<double> invstd;
};

/// The code being verified. Calls may be slow and may end in a fault, and never throw because of
/// what the implementation does.
class Implementation {
 public:
  virtual ~Implementation() = default;

  virtual std::string name() const = 0;
  virtual std::string version() const = 0;

  /// Returns the dialect's text as declared, e.g. "pytorch".
  virtual std::string dialect() const = 0;

  virtual bool has_backward() const = 0;

  /// Returns what the implementation declares for this problem.
  virtual Contract contract(const Problem& problem) = 0;

  /// Asks for save_mean and save_invstd only if `saved`.
  virtual Outcome<Forward<double>> forward(const Problem& problem, bool saved) = 0;

  virtual Outcome<Backward<double>> backward(const Problem& problem,
                                             const SavedStatistics& saved) = 0;

  virtual bool has_double_backward() const { return false; }

  virtual Outcome<DoubleBackward<double>> double_backward(const Problem& /*problem*/,
                                                          const SavedStatistics& /*saved*/,
                                                          const SecondGradients& /*second*/) {
    return {CallStatus::refused, "it offers no double backward", {}};
  }
};

}  // namespace bncheck

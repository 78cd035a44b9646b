#pragma once

#include <string_view>

#include "core/implementation.h"
#include "core/oracle.h"
#include "properties/property.h"
#include "properties/trial.h"

namespace bncheck::properties {

/// The definition of batch norm in balls: an oracle of about 30 digits, for these tests alone.
class BallOracle : public Oracle {
 public:
  Statistics<Ball> statistics(const Problem& problem) const override;
  Forward<Ball> forward(const Problem& problem, const Dialect& dialect) const override;
  Backward<Ball> backward(const Problem& problem) const override;
};

/// Allows one unit in the last place per element beside the truth's own radius: what
/// TestImplementation, which rounds nearly exact values once, keeps with room to spare.
class UlpErrorModel : public ErrorModel {
 public:
  ForwardBudget forward(const Problem& problem, const Contract& contract, const Dialect& dialect,
                        const Statistics<Ball>& statistics) const override;
  BackwardBudget backward(const Problem& problem, const Contract& contract,
                          const Statistics<Ball>& statistics) const override;
};

/// One way to be wrong.
enum class Defect {
  none,
  normalizes_with_unbiased_variance,
  adds_eps_outside_the_root,
  ignores_eps,
  drops_the_last_value,
  forgets_bias,
  swaps_momentum,
  tracks_biased_variance,
  tracks_variance_plus_eps,
  evaluates_with_the_batch,
  accepts_one_value,
  loses_one_value,
  misses_mean_term,
  misses_variance_term,
  averages_dbias,
  sums_dweight_without_mean,
  evaluates_gradient_as_training,
  calls_arguments_invalid,
  crashes,
  crashes_in_backward,
  refuses,
};

/// Returns what the defect does, in a few words.
std::string_view name_of(Defect defect);

/// Rounds the nearly exact answer once, after the defect. Remembers what backward was given.
class TestImplementation : public Implementation {
 public:
  explicit TestImplementation(Defect defect = Defect::none, Dialect dialect = {})
      : defect_(defect), dialect_(std::move(dialect)) {}

  std::string name() const override { return "test"; }
  std::string version() const override { return "1"; }
  std::string dialect() const override { return dialect_.name; }
  bool has_backward() const override { return true; }
  Contract contract(const Problem& problem) override;
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override;
  Outcome<Backward<double>> backward(const Problem& problem, const SavedStatistics& saved) override;

  SavedStatistics given;
  int forward_calls = 0;

 private:
  Statistics<Ball> statistics(const Problem& problem) const;
  std::optional<CallStatus> status(const Problem& problem) const;

  Defect defect_;
  Dialect dialect_;
};

/// Returns the law with this id; stops the test if there is none.
const Property& law(std::string_view id);

/// Returns the law's verdict on the case as the defective implementation answers it; skip if the
/// law does not apply.
Verdict verdict_of(std::string_view id, const Problem& problem, Defect defect,
                   const Dialect& dialect = {});

}  // namespace bncheck::properties

#pragma once

#include <span>

#include "tests/properties/test_court.h"

namespace bncheck::properties {

class Saboteur;

/// A law, a case, and what is done to honest answers so that the law must fail. Exactly one of the
/// functions is given.
struct Sabotage {
  const char* id;
  const char* line;
  const char* defect;  ///< a few words
  void (*forward)(Saboteur&, const Problem&, Forward<double>&);
  void (*backward)(Saboteur&, const Problem&, Backward<double>&);
  void (*double_backward)(Saboteur&, const Problem&, const SecondGradients&,
                          DoubleBackward<double>&) = nullptr;
};

/// An honest implementation that promises the same bits for the same call, the same operations for
/// every element, in place too, sums of a tree and correct rounding, and whose answers are then
/// spoilt. How it is called stands in the problem's manner.
class Saboteur : public TestImplementation {
 public:
  explicit Saboteur(const Sabotage* sabotage, const Dialect& dialect = {})
      : TestImplementation(Defect::none, dialect), sabotage_(sabotage) {}

  Contract contract(const Problem& problem) override;
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override;
  Outcome<Backward<double>> backward(const Problem& problem, const SavedStatistics& saved) override;

  Outcome<DoubleBackward<double>> double_backward(const Problem& problem,
                                                  const SavedStatistics& saved,
                                                  const SecondGradients& second) override;

  /// Returns what an honest backward answers.
  Backward<double> honest_gradients(const Problem& problem) const;

  /// Returns what an honest double backward answers.
  DoubleBackward<double> honest_second(const Problem& problem, const SecondGradients& second) const;

  int backward_calls = 0;
  int evaluations = 0;   ///< forward calls in evaluation
  Problem last;          ///< of the last forward
  Problem first;         ///< of the first forward
  Forward<double> kept;  ///< what a sabotage keeps from call to call, if it does

 private:
  const Sabotage* sabotage_;  ///< null: stays honest
};

/// Returns the verdict of the sabotage's law on its case; null functions: of honest answers.
Verdict verdict_of(const Sabotage& sabotage, bool spoilt, const Dialect& dialect = {});

inline constexpr const char* kTrainingLine =
    "f32 4x3x2x2 nchw training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";
inline constexpr const char* kEvaluationLine =
    "f32 4x3x2x2 nchw evaluation eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1,0.25 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";

// The sabotages by field, each in a file of its own; sabotages() returns all of them.
std::span<const Sabotage> gradient_sabotages();
std::span<const Sabotage> running_sabotages();
std::span<const Sabotage> evaluation_sabotages();
std::span<const Sabotage> variation_sabotages();
std::span<const Sabotage> layout_sabotages();
std::span<const Sabotage> structure_sabotages();
std::span<const Sabotage> module_sabotages();
std::span<const Sabotage> second_sabotages();
std::vector<Sabotage> sabotages();

}  // namespace bncheck::properties

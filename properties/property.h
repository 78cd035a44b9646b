#pragma once

#include <span>
#include <string_view>

#include "core/verdict.h"

namespace bncheck::properties {

class Trial;

/// What `bncheck explain` tells of a law beyond its statement. Plain sentences; none is empty.
struct Explanation {
  std::string_view proof;   ///< why the law is true: a sketch, or a citation
  std::string_view budget;  ///< how far an honest answer may be off, and which rule (T1-T8) says so
  std::string_view catches;  ///< the bugs that break it, with those seen in public where known
  std::string_view
      defect;  ///< one defect, in a few words, that the law's own test shows it to catch
};

/// A law that must hold for every case. It owns no number: budgets come from the trial's error
/// model, and every residual is evaluated in ball arithmetic.
struct Property {
  std::string_view id;         ///< snake_case, e.g. "training_output"; the file's name
  std::string_view clause;     ///< of docs/specification.md, e.g. "F4"
  std::string_view title;      ///< a few words
  std::string_view statement;  ///< the law as a formula, eps included

  /// Returns whether the law says anything about the trial's problem.
  bool (*applies_to)(const Trial& trial);

  /// Runs what it needs of the implementation and judges.
  Judgement (*check)(Trial& trial);

  /// Whether production shapes are judged by it, each channel by itself from one forward and one
  /// backward call on all. False for a law that puts other problems to the implementation, and for
  /// one that follows from those that are judged.
  bool splits_by_channel = false;

  Explanation explanation = {};
};

/// Returns every law, in the order of docs/specification.md.
std::span<const Property> catalogue();

}  // namespace bncheck::properties

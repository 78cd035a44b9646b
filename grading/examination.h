#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grading/accuracy_class.h"
#include "grading/conditioning.h"
#include "grading/decomposition.h"
#include "grading/exactness.h"
#include "grading/growth.h"
#include "grading/probes.h"
#include "grading/range.h"
#include "grading/repeatability.h"
#include "grading/revealed_tree.h"

namespace bncheck::grading {

/// How one class stands up to the answers.
struct Standing {
  const AccuracyClass* of = nullptr;
  bool refuted = false;
  /// The largest error, as a multiple of what the class's contract allows; of the contract that
  /// comes nearest, if there are several. 0 for the classes that promise exact values.
  double times = 0;
  std::string output;   ///< the output where it is, or that has values that are wrong
  std::string problem;  ///< the problem where it is
  Exactness exactness;  ///< of the classes that promise exact values
};

/// All that was measured. What was not answered is absent.
struct Measurements {
  std::vector<Standing> classes;        ///< the best one first
  std::vector<std::string> violations;  ///< what no implementation may do, a sentence each
  int answered = 0;                     ///< problems
  int refused = 0;
  std::string refusal;          ///< the reason of the first one, as the implementation gives it
  Form form;                    ///< in which all were put
  bool has_statistics = false;  ///< whether saved or running ones came with an answer
  int broken = 0;               ///< that ended in a failure, a crash or a hang
  std::optional<Decomposition> near, far;  ///< at shifts of kNear and kFar
  Conditioning conditioning;
  Growth growth;
  std::optional<double> constant_variance;  ///< of channels of one value x, in units of u*x^2
  std::optional<Range> range;
  std::optional<bool> flushes;
  std::optional<RevealedTree> mean_tree, dbias_tree;
  std::optional<Repeatability> repeatability;
  std::optional<Exactness> y, dx;  ///< on ordinary values

  /// Returns whether y is a*x + b, as its noise shows: it grows with kappa.
  bool is_folded() const;
};

/// The shifts at which errors are decomposed: about 3 and 300 deviations.
inline constexpr double kNear = 3;
inline constexpr double kFar = 300;

/// Puts all problems to the implementation, in the fullest form that it does not refuse.
Measurements examine(const Subject& given);

}  // namespace bncheck::grading

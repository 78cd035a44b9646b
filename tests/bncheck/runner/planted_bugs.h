#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "bncheck/runner/campaign.h"
#include "tests/properties/test_court.h"

namespace bncheck::runner {

/// An implementation that is right but for one thing.
struct PlantedBug {
  const char* name;
  const char* law;       ///< finds it
  const char* simplest;  ///< the shape of the simplest case that shows it

  /// What it takes the problem for; null: what it is.
  std::function<void(Problem&)> misread = nullptr;
  std::function<void(const Problem&, Forward<double>&)> spoil = nullptr;
  std::function<void(const Problem&, Backward<double>&)> spoil_gradients = nullptr;
  properties::Defect defect = properties::Defect::none;
};

/// Returns several dozen bugs, each of one field: formulas, thresholds, places, layouts, types.
const std::vector<PlantedBug>& planted_bugs();

/// Returns the bug of this name; stops the test if there is none.
const PlantedBug& planted_bug(std::string_view name);

/// Returns how to open implementations with the bug.
OpenImplementation opens(const PlantedBug& bug);

/// Runs a campaign by the bug's law until it fails, with cases of f32 and f64 as users get them;
/// returns the failure, or nothing if there is none in 2000 cases.
std::optional<Failure> first_failure(const PlantedBug& bug);

}  // namespace bncheck::runner

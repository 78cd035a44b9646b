#include <array>

#include "properties/laws.h"

namespace bncheck::properties {

std::span<const Property> catalogue() {
  static const std::array<Property, 21> kCatalogue = {
      kExecution,
      kSavedStatistics,
      kTrainingOutput,
      kNormalizedMean,
      kNormalizedVariance,
      kOneValuePerChannel,
      kRunningStatistics,
      kRunningExtremes,
      kRunningHull,
      kTrainEvalConsistency,
      kEvaluationOutput,
      kBackwardEvaluation,
      kBackwardTraining,
      kGradientSum,
      kGradientAlongInput,
      kGradientEnergy,
      kGradientGauge,
      kGradientOfConstant,
      kGradientSign,
      kGradientMatchesOracleDifferences,
      kGradientMatchesOwnDifferences,
  };
  return kCatalogue;
}

}  // namespace bncheck::properties

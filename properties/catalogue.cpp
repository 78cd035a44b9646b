#include <array>

#include "properties/laws.h"

namespace bncheck::properties {

std::span<const Property> catalogue() {
  static const std::array<Property, 27> kCatalogue = {
      kExecution,
      kSavedStatistics,
      kTrainingOutput,
      kNormalizedMean,
      kNormalizedVariance,
      kOneValuePerChannel,
      kRunningStatistics,
      kRunningExtremes,
      kRunningRepetition,
      kRunningHull,
      kRunningIndependence,
      kRunningUntouched,
      kTrainEvalConsistency,
      kEvaluationOutput,
      kEvaluationLocality,
      kEvaluationAffinity,
      kBackwardEvaluation,
      kEvaluationOrder,
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

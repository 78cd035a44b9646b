#include <array>

#include "properties/laws.h"

namespace bncheck::properties {

std::span<const Property> catalogue() {
  static const std::array<Property, 22> kCatalogue = {
      kExecution,
      kSavedStatistics,
      kTrainingOutput,
      kNormalizedMean,
      kNormalizedVariance,
      kOutputBound,
      kPowerOfTwoInput,
      kNegation,
      kPowerOfTwoAffine,
      kChannelPermutation,
      kChannelIndependence,
      kMonotoneOutput,
      kEqualInputs,
      kOneValuePerChannel,
      kRunningStatistics,
      kTrainEvalConsistency,
      kEvaluationOutput,
      kBackwardEvaluation,
      kBackwardTraining,
      kGradientSum,
      kGradientMatchesOracleDifferences,
      kGradientMatchesOwnDifferences,
  };
  return kCatalogue;
}

}  // namespace bncheck::properties

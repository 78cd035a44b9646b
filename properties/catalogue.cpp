#include <array>

#include "properties/laws.h"

namespace bncheck::properties {

std::span<const Property> catalogue() {
  static const std::array<Property, 32> kCatalogue = {
      kExecution,
      kSavedStatistics,
      kTrainingOutput,
      kNormalizedMean,
      kNormalizedVariance,
      kOutputBound,
      kShift,
      kPowerOfTwoInput,
      kNegation,
      kPowerOfTwoAffine,
      kAffineOutput,
      kPlacePermutation,
      kChannelPermutation,
      kChannelIndependence,
      kDuplication,
      kMergedAxes,
      kMonotoneOutput,
      kEqualInputs,
      kConvexity,
      kCocoercivity,
      kTwoValuedOutput,
      kConstantChannel,
      kOneValuePerChannel,
      kEpsMonotone,
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

#include <array>

#include "properties/laws.h"

namespace bncheck::properties {

std::span<const Property> catalogue() {
  static const std::array<Property, 56> kCatalogue = {
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
      kEvaluationScaling,
      kBackwardTraining,
      kGradientSum,
      kGradientAlongInput,
      kGradientEnergy,
      kGradientSymmetry,
      kGradientGauge,
      kGradientOfConstant,
      kGradientSign,
      kGradientLinearity,
      kGradientScalesWithDy,
      kGradientScalesWithInput,
      kGradientMatchesOutput,
      kGradientIndependence,
      kGradientScalesWithWeight,
      kGradientDuplication,
      kGradientMatchesOracleDifferences,
      kGradientMatchesOwnDifferences,
      kGradientOfOutput,
      kGradientRepetition,
  };
  return kCatalogue;
}

}  // namespace bncheck::properties

#include <vector>

#include "properties/laws.h"

namespace bncheck::properties {
namespace {

// In the order of docs/specification.md.
constexpr const Property* kLaws[] = {
    &kExecution,
    &kRepetition,
    &kThreadIndependence,
    &kInPlace,
    &kLayoutIndependence,
    &kSummationHeight,
    &kSavedStatistics,
    &kTrainingOutput,
    &kNormalizedMean,
    &kNormalizedVariance,
    &kOutputBound,
    &kShift,
    &kPowerOfTwoInput,
    &kGeneralScaling,
    &kNegation,
    &kPowerOfTwoAffine,
    &kAffineOutput,
    &kPlacePermutation,
    &kChannelPermutation,
    &kChannelIndependence,
    &kDuplication,
    &kMergedAxes,
    &kMonotoneOutput,
    &kEqualInputs,
    &kConvexity,
    &kCocoercivity,
    &kLipschitz,
    &kIdempotence,
    &kTwoValuedOutput,
    &kConstantChannel,
    &kOneValuePerChannel,
    &kEpsMonotone,
    &kPathIntegral,
    &kEpsPrecision,
    &kCorrectRounding,
    &kNanStaysInItsChannel,
    &kInfinityStaysInItsChannel,
    &kZeroWeight,
    &kZeroVariance,
    &kSignedZero,
    &kIdentity,
    &kRunningStatistics,
    &kRunningExtremes,
    &kRunningRepetition,
    &kRunningHull,
    &kRunningIndependence,
    &kRunningUntouched,
    &kTrainEvalConsistency,
    &kModuleState,
    &kEvaluationOutput,
    &kEvaluationLocality,
    &kEvaluationAffinity,
    &kBackwardEvaluation,
    &kEvaluationOrder,
    &kEvaluationScaling,
    &kBackwardTraining,
    &kGradientSum,
    &kGradientAlongInput,
    &kGradientEnergy,
    &kGradientSymmetry,
    &kGradientGauge,
    &kGradientOfConstant,
    &kGradientSign,
    &kGradientLinearity,
    &kGradientScalesWithDy,
    &kGradientScalesWithInput,
    &kGradientMatchesOutput,
    &kGradientIndependence,
    &kGradientScalesWithWeight,
    &kGradientDuplication,
    &kJacobian,
    &kGradientMatchesOracleDifferences,
    &kGradientMatchesOwnDifferences,
    &kGradientOfOutput,
    &kEuler,
    &kGradientRepetition,
    &kOutputSelection,
    &kDoubleBackwardTraining,
    &kDoubleBackwardEvaluation,
    &kDoubleBackwardSymmetry,
    &kDoubleBackwardSums,
    &kDoubleBackwardAlongInput,
    &kDoubleBackwardMatchesBackward,
    &kDoubleBackwardParts,
};

}  // namespace

std::span<const Property> catalogue() {
  static const std::vector<Property> kCatalogue = [] {
    std::vector<Property> laws;
    for (const Property* law : kLaws) laws.push_back(*law);
    return laws;
  }();
  return kCatalogue;
}

}  // namespace bncheck::properties

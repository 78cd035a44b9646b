#pragma once

#include "properties/property.h"

namespace bncheck::properties {

// Every law, one file each; catalogue.cpp lists them in the order of docs/specification.md.
extern const Property kExecution;
extern const Property kRepetition;
extern const Property kThreadIndependence;
extern const Property kInPlace;
extern const Property kLayoutIndependence;
extern const Property kSummationHeight;
extern const Property kSavedStatistics;
extern const Property kTrainingOutput;
extern const Property kNormalizedMean;
extern const Property kNormalizedVariance;
extern const Property kOutputBound;
extern const Property kShift;
extern const Property kPowerOfTwoInput;
extern const Property kNegation;
extern const Property kPowerOfTwoAffine;
extern const Property kAffineOutput;
extern const Property kPlacePermutation;
extern const Property kChannelPermutation;
extern const Property kChannelIndependence;
extern const Property kDuplication;
extern const Property kMergedAxes;
extern const Property kMonotoneOutput;
extern const Property kEqualInputs;
extern const Property kConvexity;
extern const Property kCocoercivity;
extern const Property kTwoValuedOutput;
extern const Property kConstantChannel;
extern const Property kOneValuePerChannel;
extern const Property kEpsMonotone;
extern const Property kRunningStatistics;
extern const Property kRunningExtremes;
extern const Property kRunningRepetition;
extern const Property kRunningHull;
extern const Property kRunningIndependence;
extern const Property kRunningUntouched;
extern const Property kTrainEvalConsistency;
extern const Property kModuleState;
extern const Property kEvaluationOutput;
extern const Property kEvaluationLocality;
extern const Property kEvaluationAffinity;
extern const Property kBackwardEvaluation;
extern const Property kEvaluationOrder;
extern const Property kEvaluationScaling;
extern const Property kBackwardTraining;
extern const Property kGradientSum;
extern const Property kGradientAlongInput;
extern const Property kGradientEnergy;
extern const Property kGradientSymmetry;
extern const Property kGradientGauge;
extern const Property kGradientOfConstant;
extern const Property kGradientSign;
extern const Property kGradientLinearity;
extern const Property kGradientScalesWithDy;
extern const Property kGradientScalesWithInput;
extern const Property kGradientMatchesOutput;
extern const Property kGradientIndependence;
extern const Property kGradientScalesWithWeight;
extern const Property kGradientDuplication;
extern const Property kGradientMatchesOracleDifferences;
extern const Property kGradientMatchesOwnDifferences;
extern const Property kGradientOfOutput;
extern const Property kGradientRepetition;
extern const Property kOutputSelection;

}  // namespace bncheck::properties

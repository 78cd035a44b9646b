#pragma once

#include "properties/property.h"

namespace bncheck::properties {

// Every law, one file each; catalogue.cpp lists them in the order of docs/specification.md.
extern const Property kExecution;
extern const Property kSavedStatistics;
extern const Property kTrainingOutput;
extern const Property kNormalizedMean;
extern const Property kNormalizedVariance;
extern const Property kOneValuePerChannel;
extern const Property kRunningStatistics;
extern const Property kRunningExtremes;
extern const Property kRunningRepetition;
extern const Property kRunningHull;
extern const Property kRunningIndependence;
extern const Property kRunningUntouched;
extern const Property kTrainEvalConsistency;
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

}  // namespace bncheck::properties

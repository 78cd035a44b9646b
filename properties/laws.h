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
extern const Property kBackwardTraining;
extern const Property kGradientSum;
extern const Property kGradientAlongInput;
extern const Property kGradientEnergy;
extern const Property kGradientGauge;
extern const Property kGradientOfConstant;
extern const Property kGradientSign;
extern const Property kGradientMatchesOracleDifferences;
extern const Property kGradientMatchesOwnDifferences;

}  // namespace bncheck::properties

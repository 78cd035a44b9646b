#pragma once

#include <vector>

#include "properties/property.h"
#include "properties/trial.h"

namespace bncheck::runner {

/// Puts one trial to the laws, as judge_case does.
std::vector<Judgement> judge_trial(properties::Trial& trial,
                                   const std::vector<const properties::Property*>& laws);

}  // namespace bncheck::runner

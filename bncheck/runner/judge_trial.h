#pragma once

#include <vector>

#include "properties/property.h"
#include "properties/trial.h"

namespace bncheck::runner {

/// Puts one trial to the laws, as judge_case does. Adds, if that is wanted, the seconds that each
/// law took to `seconds`; what laws share counts for the first that asks for it.
std::vector<Judgement> judge_trial(properties::Trial& trial,
                                   const std::vector<const properties::Property*>& laws,
                                   std::vector<double>* seconds = nullptr);

}  // namespace bncheck::runner

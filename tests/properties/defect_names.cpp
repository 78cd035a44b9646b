#include "tests/properties/test_court.h"

namespace bncheck::properties {

std::string_view name_of(Defect defect) {
  switch (defect) {
    case Defect::none: return "none";
    case Defect::normalizes_with_unbiased_variance: return "normalizes by the unbiased variance";
    case Defect::adds_eps_outside_the_root: return "adds eps outside the root";
    case Defect::ignores_eps: return "ignores eps";
    case Defect::drops_the_last_value: return "drops the last value";
    case Defect::forgets_bias: return "forgets the bias";
    case Defect::swaps_momentum: return "swaps momentum";
    case Defect::tracks_biased_variance: return "tracks the biased variance";
    case Defect::tracks_variance_plus_eps: return "tracks the variance plus eps";
    case Defect::evaluates_with_the_batch: return "evaluates with the batch's statistics";
    case Defect::accepts_one_value: return "trains on one value per channel";
    case Defect::loses_one_value: return "loses the bias of one value per channel";
    case Defect::misses_mean_term: return "misses the mean term of dx";
    case Defect::misses_variance_term: return "misses the variance term of dx";
    case Defect::averages_dbias: return "averages dbias";
    case Defect::sums_dweight_without_mean: return "sums dweight without subtracting the mean";
    case Defect::evaluates_gradient_as_training: return "evaluates with the gradient of training";
    case Defect::calls_arguments_invalid: return "calls valid arguments invalid";
    case Defect::crashes: return "crashes";
    case Defect::crashes_in_backward: return "crashes in backward";
    case Defect::refuses: return "refuses";
  }
  return "";
}

}  // namespace bncheck::properties

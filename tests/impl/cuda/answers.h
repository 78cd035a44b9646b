#pragma once

#include "tests/impl/cuda/batch.h"

namespace cuda {

/// What there is to ask: forward and backward, each in training and evaluation.
enum class Operation { training, evaluation, training_gradients, evaluation_gradients };
constexpr Operation kOperations[] = {Operation::training, Operation::evaluation,
                                     Operation::training_gradients,
                                     Operation::evaluation_gradients};

template <class T, class Launcher>
std::vector<double> answer(Operation operation, const BatchShape& shape, const Placement& place,
                           Launcher& launcher, Values values = Values::ordinary) {
  switch (operation) {
    case Operation::training: return forward<T>(shape, place, BN_TRAINING, launcher, values);
    case Operation::evaluation: return forward<T>(shape, place, BN_EVAL, launcher, values);
    case Operation::training_gradients:
      return backward<T>(shape, place, BN_TRAINING, launcher, values);
    default: return backward<T>(shape, place, BN_EVAL, launcher, values);
  }
}

}  // namespace cuda

#pragma once

#include "cpu/door.h"
#include "cpu/rounded/batch_norm.h"

namespace cpu {

/// What stands behind the door of the plug-in cpu, and of the library.
struct RoundedOperations {
  double* kept = nullptr;           // where forward writes its context, if anywhere
  const double* context = nullptr;  // what backward reads of it

  template <class T>
  void run(const bn_forward_args& args) const {
    rounded::forward<T>(args, kept);
  }
  template <class T>
  void run(const bn_backward_args& args) const {
    rounded::backward<T>(args, context);
  }
  template <class T>
  void run(const bn_double_backward_args& args) const {
    rounded::double_backward<T>(args);
  }

  static bn_contract contract(const bn_forward_args& args) {
    bn_contract contract = double_contract(args);
    contract.summation = BN_EXACT;
    contract.summation_height = 0;
    contract.flags |= BN_CORRECTLY_ROUNDED;
    return contract;
  }
};

}  // namespace cpu

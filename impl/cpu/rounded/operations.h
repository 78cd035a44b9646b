#pragma once

#include "cpu/door.h"
#include "cpu/rounded/batch_norm.h"

namespace cpu {

/// What stands behind the door of the plug-in cpu, and of the library.
struct RoundedOperations {
  template <class T>
  static void run(const bn_forward_args& args) {
    rounded::forward<T>(args);
  }
  template <class T>
  static void run(const bn_backward_args& args) {
    rounded::backward<T>(args);
  }
  template <class T>
  static void run(const bn_double_backward_args& args) {
    rounded::double_backward<T>(args);
  }

  static bn_contract contract(const bn_forward_args& args) {
    bn_contract contract = double_contract(args);
    if (args.x.dtype == BN_F64) return contract;
    contract.summation = BN_EXACT;
    contract.summation_height = 0;
    contract.flags |= BN_CORRECTLY_ROUNDED;
    return contract;
  }
};

}  // namespace cpu

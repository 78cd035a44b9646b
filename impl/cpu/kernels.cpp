// Compiled once per instruction set, as BN_CPU_TARGET.
#include "column_kernels.h"
#include "row_kernels.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
const Kernels<T>& table() {
  static constexpr Kernels<T> kTable = {moments<T>,         products<T>,     apply<T>,
                                        gradient<T>,        combine<T>,      column_moments<T>,
                                        column_products<T>, column_apply<T>, column_gradient<T>};
  return kTable;
}

template const Kernels<float>& table();
template const Kernels<double>& table();
template const Kernels<Float16>& table();
template const Kernels<BFloat16>& table();

}  // namespace cpu::BN_CPU_TARGET

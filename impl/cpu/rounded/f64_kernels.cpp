// Compiled once per instruction set, as BN_CPU_TARGET, and without contraction: a fused operation
// would leave the errors of two_sum and two_product wrong.
#include "cpu/rounded/f64_column_kernels.h"
#include "cpu/rounded/f64_row_kernels.h"

namespace cpu::BN_CPU_TARGET {

const DoubleKernels& double_table() {
  static constexpr DoubleKernels kTable = {
      squares,        products,        {combine<1, 0>, combine<2, 0, 1>, combine<3, 0, 1, 2>},
      column_squares, column_products, {column_combine<1, 0>, column_combine<2, 0, 1>}};
  return kTable;
}

}  // namespace cpu::BN_CPU_TARGET

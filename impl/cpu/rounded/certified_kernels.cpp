// Compiled once per instruction set, as BN_CPU_TARGET. Multiplications and additions may be fused:
// that is one rounding less than the bounds allow for, and what they certify does not depend on it.
#include "cpu/rounded/certified_columns.h"
#include "cpu/rounded/certified_rows.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
const CertifiedKernels<T>& certified_table() {
  static constexpr CertifiedKernels<T> kTable = {
      certified_squares<T>,      certified_products<T>,       certified_apply<T>,
      certified_gradient<T>,     certified_column_squares<T>, certified_column_products<T>,
      certified_column_apply<T>, certified_column_gradient<T>};
  return kTable;
}

template const CertifiedKernels<float>& certified_table();
template const CertifiedKernels<Float16>& certified_table();
template const CertifiedKernels<BFloat16>& certified_table();

}  // namespace cpu::BN_CPU_TARGET

// Compiled once per instruction set, as BN_CPU_TARGET. Multiplications and additions may be fused:
// that is one rounding less than the bounds allow for, and what they certify does not depend on it.
#include "cpu/rounded/certified_columns.h"
#include "cpu/rounded/certified_rows.h"
#include "cpu/rounded/quick_columns.h"
#include "cpu/rounded/quick_rows.h"

namespace cpu::BN_CPU_TARGET {

template <class T>
const CertifiedKernels<T>& certified_table() {
  static constexpr CertifiedKernels<T> kTable = {
      .quick_squares = quick_squares<T>,
      .quick_products = quick_products<T>,
      .squares = certified_squares<T>,
      .products = certified_products<T>,
      .apply = certified_apply<T>,
      .gradient = certified_gradient<T>,
      .apply_closely = certified_apply_closely<T>,
      .gradient_closely = certified_gradient_closely<T>,
      .column_squares = quick_column_squares<T>,
      .column_products = quick_column_products<T>,
      .column_apply = certified_column_apply<T>,
      .column_gradient = certified_column_gradient<T>,
      .column_apply_closely = certified_column_apply_closely<T>,
      .column_gradient_closely = certified_column_gradient_closely<T>};
  return kTable;
}

template const CertifiedKernels<float>& certified_table();
template const CertifiedKernels<Float16>& certified_table();
template const CertifiedKernels<BFloat16>& certified_table();

}  // namespace cpu::BN_CPU_TARGET

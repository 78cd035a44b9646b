#pragma once

#include <cstdint>

/// The inner loops of batch norm. kernels.cpp is compiled once per instruction set; every copy does
/// the same operations on the same sixteen partial sums, so that the bits do not depend on the
/// machine. All arithmetic is double; a value is rounded once, when it is stored.
namespace cpu {

/// Half-precision elements, as bits.
struct Float16 {
  std::uint16_t bits;
};
struct BFloat16 {
  std::uint16_t bits;
};

/// How many partial sums a sum has. In moments, value i of a block enters number i mod kLanes, and
/// rows follow each other. In products, element i of a row does, but for the last ones of a row
/// that do not fill a group, which enter the last partial sums.
constexpr int kLanes = 16;
/// The most values that the kernels take at once: 8 KiB of doubles, a quarter of the smallest L1 in
/// use.
constexpr int kMostValues = 1024;
/// How many channels a kernel for channels-last memory takes at once.
constexpr int kColumns = 8;

struct Extent {
  std::int64_t rows, length;
};

/// Values of one channel: rows of adjacent values.
template <class T>
struct Rows {
  T* first;
  std::int64_t stride;  // from row to row
};

/// Values of adjacent channels, the channel fastest.
template <class T>
struct Columns {
  T* first;
  std::int64_t row_stride, stride;  // from row to row, from value to value
};

/// sum(x - center) and sum((x - center)^2); center is close to the mean of these values.
struct Moments {
  double center, sum, squares;
};

/// sum(a - center of a) and sum((a - center of a) * (b - center of b)).
struct Products {
  double sum, product;
};

/// y = (x - mean) * scale + bias.
struct Line {
  double mean, scale, bias;
};

/// dx = scale * ((dy - offset) - (x - mean) * slope).
struct Gradient {
  double mean, scale, offset, slope;
};

/// constant + sum of factor[i] * (value i - center[i]).
struct Combination {
  double constant, factor[3], center[3];
};

/// The same quantities for many channels.
struct Lines {
  const double *mean, *scale, *bias;
};
struct Gradients {
  const double *mean, *scale, *offset, *slope;
};

template <class T>
struct Kernels {
  Moments (*moments)(Rows<const T> x, Extent extent);
  Products (*products)(Rows<const T> a, double center_a, Rows<const T> b, double center_b,
                       Extent extent);
  void (*apply)(Rows<const T> x, Rows<T> y, Extent extent, const Line& line);
  void (*gradient)(Rows<const T> dy, Rows<const T> x, Rows<T> dx, Extent extent,
                   const Gradient& gradient);
  void (*combine)(const Rows<const T>* values, Rows<T> result, Extent extent,
                  const Combination& combination);
  /// These answer what the ones above do, for kColumns channels (sums) or any number of them.
  void (*column_moments)(Columns<const T> x, Extent extent, Moments* answers);
  void (*column_products)(Columns<const T> dy, Columns<const T> x, const double* mean,
                          Extent extent, Products* answers);
  void (*column_apply)(Columns<const T> x, Columns<T> y, Extent extent, std::int64_t channels,
                       const Lines& lines);
  void (*column_gradient)(Columns<const T> dy, Columns<const T> x, Columns<T> dx, Extent extent,
                          std::int64_t channels, const Gradients& gradients);
};

/// Returns the kernels for the best instruction set of this machine.
template <class T>
const Kernels<T>& kernels();

}  // namespace cpu

#pragma once

#include <algorithm>
#include <array>

#include "cpu/rounded/f64_terms.h"
#include "cpu/tensor.h"

namespace cpu {

/// Writes the sum of terms for the values of a block, and calls settle(image, position) for those
/// that the bound leaves open.
template <std::size_t kTerms, class Settle>
void combine(const DoubleCombination& terms, const std::array<Rows<const double>, kTerms>& values,
             Rows<double> result, Extent extent, const Settle& settle) {
  const auto write = [&](std::int64_t row, std::int64_t first, Extent part) {
    std::array<Rows<const double>, kTerms> from = values;
    for (Rows<const double>& rows : from) rows.first += row * rows.stride + first;
    const Rows<double> to = {result.first + row * result.stride + first, result.stride};
    return double_kernels().combine[kTerms - 1](from.data(), to, part, terms);
  };
  if (write(0, 0, extent)) return;
  constexpr std::int64_t kStretch = 64;
  for (std::int64_t row = 0; row < extent.rows; ++row) {
    for (std::int64_t i = 0; i < extent.length; i += kStretch) {
      const std::int64_t count = std::min(kStretch, extent.length - i);
      if (write(row, i, {1, count})) continue;
      for (std::int64_t k = i; k < i + count; ++k) {
        if (!write(row, k, {1, 1})) settle(row, k);
      }
    }
  }
}

/// The same for so many adjacent channels, each with terms of its own; settle(channel, image,
/// position) counts channels from the first one of these.
template <std::size_t kTerms, class Settle>
void combine_columns(const DoubleCombination* terms,
                     const std::array<Columns<const double>, kTerms>& values,
                     Columns<double> result, Extent extent, std::int64_t channels,
                     const Settle& settle) {
  const auto write = [&](std::int64_t c, std::int64_t row, std::int64_t i, Extent part,
                         std::int64_t count) {
    const auto moved = [&](auto columns) {
      columns.first += row * columns.row_stride + i * columns.stride + c;
      return columns;
    };
    std::array<Columns<const double>, kTerms> from = values;
    for (Columns<const double>& columns : from) columns = moved(columns);
    return double_kernels().column_combine[kTerms - 1](from.data(), moved(result), part, count,
                                                       terms + c);
  };
  const auto settle_all = [&](std::int64_t c) {
    if (write(c, 0, 0, extent, kColumns)) return;
    for (std::int64_t row = 0; row < extent.rows; ++row) {
      for (std::int64_t i = 0; i < extent.length; ++i) {
        if (write(c, row, i, {1, 1}, kColumns)) continue;
        for (std::int64_t k = c; k < c + kColumns; ++k) settle(k, row, i);
      }
    }
  };
  for (std::int64_t first = 0; first < channels; first += kMostDoubleColumns) {
    const std::int64_t count = std::min<std::int64_t>(kMostDoubleColumns, channels - first);
    if (write(first, 0, 0, extent, count)) continue;
    for (std::int64_t c = first; c < first + count; c += kColumns) settle_all(c);
  }
}

/// Writes a statistic or parameter's gradient: the number that the interval rounds to, or
/// exactly(), or where it has no value, what is said instead.
template <class Exactly>
void put(const bn_tensor& tensor, std::int64_t c, const LongNear& value, bool has_value,
         double instead, const Exactly& exactly) {
  const Parameter parameter(tensor);
  if (!parameter.present()) return;
  if (!has_value) return parameter.set(c, instead);
  const std::optional<double> agreed = agreed_double(value);
  parameter.set(c, agreed ? *agreed : exactly());
}

}  // namespace cpu

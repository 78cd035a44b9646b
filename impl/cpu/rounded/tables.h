#pragma once

#include <vector>

#include "cpu/rounded/certified_kernels.h"

/// The constants of all channels, each in an array of its own, as channels-last memory needs them.
namespace cpu {

class LineTable {
 public:
  explicit LineTable(std::size_t channels) : limit_(channels) {
    for (auto& column : columns_) column.resize(channels);
  }

  void set(std::size_t c, const CertifiedLine& line) {
    const double values[] = {line.mean, line.scale,    line.slack,    line.low,
                             line.high, line.flat_low, line.flat_high};
    for (std::size_t i = 0; i < std::size(columns_); ++i) columns_[i][c] = values[i];
    limit_[c] = line.limit;
  }
  CertifiedLine operator[](std::size_t c) const {
    const auto& v = columns_;
    return {v[0][c], v[1][c], v[2][c], v[3][c], v[4][c], v[5][c], v[6][c], limit_[c]};
  }
  CertifiedLines from(std::size_t c) const {
    const auto& v = columns_;
    return {&v[0][c], &v[1][c], &v[2][c], &v[3][c], &v[4][c], &v[5][c], &v[6][c], &limit_[c]};
  }

 private:
  std::vector<double> columns_[7];
  std::vector<std::uint32_t> limit_;
};

class GradientTable {
 public:
  explicit GradientTable(std::size_t channels) : dy_limit_(channels), x_limit_(channels) {
    for (auto& column : columns_) column.resize(channels);
  }

  void set(std::size_t c, const CertifiedGradient& g) {
    const double values[] = {g.mean,        g.slope, g.offset, g.scale, g.slack,  //
                             g.slack_along, g.low,   g.high,   g.along, g.flat_low, g.flat_high};
    for (std::size_t i = 0; i < std::size(columns_); ++i) columns_[i][c] = values[i];
    dy_limit_[c] = g.dy_limit;
    x_limit_[c] = g.x_limit;
  }
  CertifiedGradient operator[](std::size_t c) const {
    const auto& v = columns_;
    return {v[0][c], v[1][c], v[2][c], v[3][c],  v[4][c],      v[5][c],    v[6][c],
            v[7][c], v[8][c], v[9][c], v[10][c], dy_limit_[c], x_limit_[c]};
  }
  CertifiedGradients from(std::size_t c) const {
    const auto& v = columns_;
    return {&v[0][c], &v[1][c], &v[2][c], &v[3][c],  &v[4][c],      &v[5][c],    &v[6][c],
            &v[7][c], &v[8][c], &v[9][c], &v[10][c], &dy_limit_[c], &x_limit_[c]};
  }

 private:
  std::vector<double> columns_[11];
  std::vector<std::uint32_t> dy_limit_, x_limit_;
};

}  // namespace cpu

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/judge.h"

namespace bncheck::tests {

/// The largest error seen, as a part of the budget, and the case that showed it.
struct Worst {
  double ratio = -1;
  std::string shown_by;
};
using Attained = std::map<std::string, Worst>;

/// Keeps the largest error of an output.
void record(Attained& attained, const std::string& name, const std::vector<double>& got,
            const std::vector<Ball>& truth, const Budget& budget, const Case& input);

/// Returns case i of data made to hurt: cancellation, wide exponents, constant channels, long sums.
Case adversarial(std::uint64_t i, DType dtype, Mode mode);

inline constexpr int kCases = 1500;

template <class Data>
std::vector<Data> as(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

template <class T>
std::vector<double> widen(const std::vector<T>& values) {
  return {values.begin(), values.end()};
}

}  // namespace bncheck::tests

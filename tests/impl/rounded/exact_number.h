#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace cpu {

/// Numbers of so many bits, which a test chooses for what it holds to be exact.
template <unsigned kBits>
using ExactNumber = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<kBits, boost::multiprecision::digit_base_2>,
    boost::multiprecision::et_off>;

}  // namespace cpu

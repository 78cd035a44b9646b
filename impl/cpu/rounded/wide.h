#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace cpu {

/// Enough for what double arithmetic leaves open, but for ties.
using Wide = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>,
    boost::multiprecision::et_off>;

}  // namespace cpu

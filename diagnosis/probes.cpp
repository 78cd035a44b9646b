#include "diagnosis/probes.h"

#include <algorithm>

namespace bncheck::diagnosis {
namespace {

// Without the type in front, and the mode is {}. x = {0, 1, 3} and dy = {1, 0, 0} tell all formulas
// of dx apart; a momentum of 1/2 would hide which value it weighs, a large m the divisor m - 1, a
// variance of 1 the powers of invstd, weight 1 and bias 0 how they are applied.
constexpr const char* kProbes[] = {
    "3x1 nchw {} eps=0.01 momentum=0.1 weight=2 bias=0.5 running_mean=5 running_var=9 "
    "x=constant*2^0+0@0[1=1,2=3] dy=constant*2^0+0@0[0=1]",
    "4x5x3 nchw {} eps=0.01 momentum=0.1 weight=2,-1,0.5,3,-0.75 bias=1,0.25,-3,0.5,2 "
    "running_mean=5,-4,3,7,-6 running_var=9,2,0.5,4,7 "
    "x=bell*2^0+1@1|uniform*2^1+-3@2|bell*2^-1+2@3|bell*2^1+-1@4|uniform*2^0+4@5 "
    "dy=uniform*2^0+0.25@6|bell*2^0+-0.5@7",
    "2x3x5 nchw {} eps=2 momentum=0.3 weight=-3,1.5,0.5 bias=0.25,2,-1 running_mean=1,2,-3 "
    "running_var=0.5,3,0.25 x=uniform*2^0+2@8|uniform*2^-1+-1@9 dy=bell*2^0+0.5@10",
    "7x2 nchw {} eps=0.001 momentum=0.25 weight=-0.5,3 bias=2,-0.25 running_mean=-2,3 "
    "running_var=3,0.25 x=bell*2^0+-2@11|bell*2^1+5@12 dy=bell*2^0+1@13",
    "5x2x7 nchw {} eps=0.001 momentum=0.9 weight=1.5,-2 bias=-1,0.75 running_mean=4,-1 "
    "running_var=5,2 x=bell*2^0+1@14|bell*2^-1+-3@15 dy=uniform*2^0+0.5@16",
    "1x3x9x9 nchw {} eps=0.1 momentum=0.2 weight=0.25,-1.25,2 bias=3,-2,1 running_mean=1,2,3 "
    "running_var=2,3,4 x=bell*2^0+2@17|uniform*2^2+1@18 dy=bell*2^0+-1@19",
    "2x2 nchw {} eps=0.5 momentum=0.1 weight=2,-0.5 bias=1,3 running_mean=2,-1 running_var=3,0.5 "
    "x=constant*2^0+0@0[0=1,1=4]|constant*2^0+2@0[1=-1] dy=constant*2^0+0@0[0=1,1=3]",
    "6x2 nchw {} eps=1e-05 momentum=0.1 weight=2,-1 bias=1,-0.5 running_mean=5,-5 "
    "running_var=0.0001,0.0005 x=uniform*2^-8+0@20|constant*2^0+3@0 dy=uniform*2^0+0.5@21",
    "8x2x3 nchw {} eps=1e-05 momentum=0.1 weight=1.5,-1 bias=1,-0.5 running_mean=5,-5 "
    "running_var=2,3 x=uniform*2^0+64@22|uniform*2^-2+-16@23 dy=uniform*2^0+0.5@24",
    "5x2x2 nchw {} eps=0 momentum=1 weight=1.5,-1 bias=1,-0.5 running_mean=5,-5 running_var=2,3 "
    "x=bell*2^0+2@25|bell*2^0+-1@26 dy=uniform*2^0+0.5@27",
    // Normalized values beyond 7, variances beyond 10^6.
    "16x2x4 nchw {} eps=0.01 momentum=0.1 weight=1.5,-1 bias=1,-0.5 running_mean=500,-5 "
    "running_var=100,4000000 x=bell*2^0+2@34[9=1000]|bell*2^12+1@35 dy=uniform*2^0+0.5@36",
    "5x3 nchw {} eps=0.25 momentum=0.1 weight=0,-1,1 bias=1,-0.5,2 running_mean=5,-5,1 "
    "running_var=2,0.5,0.125 x=bell*2^0+2@28|bell*2^-2+-1@29|bell*2^2+7@30 "
    "dy=uniform*2^0+0.5@31",
};

// Probes of one mode alone: a negative variance is there only in evaluation.
constexpr const char* kNegative =
    "4x2 nchw evaluation eps=4 momentum=0.1 weight=2,-1 bias=1,-0.5 running_mean=5,-5 "
    "running_var=-1,-3 x=bell*2^0+2@32 dy=uniform*2^0+0.5@33";

Problem problem_of(DType dtype, std::string line, Mode mode) {
  const std::size_t place = line.find("{}");
  if (place != std::string::npos) line.replace(place, 2, to_string(mode));
  return expand(parse_case(std::string(to_string(dtype)) + " " + line));
}

}  // namespace

std::vector<Problem> probes(DType dtype) {
  std::vector<Problem> all;
  for (const char* line : kProbes) {
    for (const Mode mode : {Mode::training, Mode::evaluation}) {
      all.push_back(problem_of(dtype, line, mode));
    }
  }
  all.push_back(problem_of(dtype, kNegative, Mode::evaluation));
  return all;
}

bool is_beyond_probes(const Shape& shape) {
  std::int64_t n = 0, c = 0, spatial = 0;
  for (const Problem& each : probes(DType::f32)) {
    n = std::max(n, each.shape.n);
    c = std::max(c, each.shape.c);
    spatial = std::max(spatial, each.shape.spatial_size());
  }
  return shape.n > n || shape.c > c || shape.spatial_size() > spatial;
}

}  // namespace bncheck::diagnosis

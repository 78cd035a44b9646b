#include "bncheck/bench/stage.h"

#include <algorithm>

#include "bncheck/runner/shapes.h"
#include "reference/certified_oracle.h"

namespace bncheck::bench {
namespace {

constexpr std::uint64_t kSeed = 1;

// What the oracle decides in a moment beside the timing of a tensor that large.
constexpr std::int64_t kComparedValues = std::int64_t{1} << 20;

Case input_of(const Shape& shape, DType dtype, Layout layout) {
  return runner::cases_of({shape}, kSeed, {{dtype}, {layout}}).front();
}

std::vector<double> rounded(const std::vector<Ball>& balls, DType dtype) {
  std::vector<double> values;
  for (const Ball& ball : balls) values.push_back(round_to(dtype, ball.middle.hi));
  return values;
}

SavedStatistics truth_of(const Problem& problem) {
  const Statistics<Ball> truth = reference::CertifiedOracle().statistics(problem);
  return {rounded(truth.mean, problem.parameters()), rounded(truth.invstd, problem.parameters())};
}

std::vector<std::int64_t> sample_of(const Shape& shape) {
  const std::int64_t m = shape.values_per_channel();
  const std::int64_t count = std::clamp(kComparedValues / m, std::int64_t{1}, shape.c);
  std::vector<std::int64_t> channels;
  for (std::int64_t i = 0; i < count; ++i) channels.push_back(i * shape.c / count);
  return channels;
}

}  // namespace

Stage::Stage(const Shape& shape, DType dtype, Layout layout)
    : problem_(expand(input_of(shape, dtype, layout))),
      saved_(truth_of(problem_)),
      x_(dtype, tensor_layout(layout, shape)),
      dy_(dtype, tensor_layout(layout, shape)),
      result_(dtype, tensor_layout(layout, shape)),
      sampled_(sample_of(shape)) {
  x_.fill(problem_.x);
  dy_.fill(problem_.dy);
}

Buffer Stage::parameter(std::span<const double> values) const {
  Buffer buffer(problem_.parameters(), parameter_layout(Layout::nchw, problem_.shape.c));
  buffer.fill(values);
  return buffer;
}

}  // namespace bncheck::bench

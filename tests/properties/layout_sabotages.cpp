#include <algorithm>

#include "tests/properties/saboteur.h"

namespace bncheck::properties {
namespace {

constexpr const char* kStridedParameters =
    "f32 4x3x2x2 nchw,parameters=strided training eps=1e-3 momentum=0.125 weight=2,-1,0.5 bias=1 "
    "running_mean=0.5 running_var=2 x=bell*2^0+1@1|uniform*2^0+-3@2 dy=uniform*2^0+0.25@3";

/// Returns the values as they are met in memory laid out like `from`, by who thinks it laid out
/// like `to`.
std::vector<double> mistaken(const std::vector<double>& values, const Shape& shape, Layout from,
                             Layout to) {
  std::vector<double> memory(values.size());
  std::vector<double> read(values.size());
  const std::vector<std::int64_t> written = tensor_layout(from, shape).offsets();
  const std::vector<std::int64_t> wanted = tensor_layout(to, shape).offsets();
  for (std::size_t i = 0; i < values.size(); ++i) {
    memory[static_cast<std::size_t>(written[i]) % values.size()] = values[i];
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    read[i] = memory[static_cast<std::size_t>(wanted[i]) % values.size()];
  }
  return read;
}

void read_dy_as_x(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  const Layouts& layout = problem.layout;
  seen.dy = mistaken(problem.dy, problem.shape, layout.dy.kind, layout.x.kind);
  out = self.honest_gradients(seen);
}

void take_x_for_dense(Saboteur&, const Problem& problem, Forward<double>& out) {
  Problem seen = problem;
  seen.x = mistaken(problem.x, problem.shape, problem.layout.x.kind, Layout::nchw);
  out = TestImplementation().forward(seen, true).outputs;
}

void skip_the_head(Saboteur&, const Problem& problem, Forward<double>& out) {
  const auto head = static_cast<std::ptrdiff_t>(
      std::min<std::int64_t>(problem.layout.y.offset % 4, problem.shape.size()));
  std::fill(out.y.begin(), out.y.begin() + head, 0.0);
}

void take_weight_for_dense(Saboteur& self, const Problem& problem, Backward<double>& out) {
  Problem seen = problem;
  const Layout kind = problem.layout.parameters.kind;
  if (parameter_layout(kind, 2).strides[0] != 1)
    std::fill(seen.weight.begin(), seen.weight.end(), seen.weight[0]);
  out = self.honest_gradients(seen);
}

constexpr Sabotage kSabotages[] = {
    {"layout_independence", kTrainingLine, "strides of x used for dy", nullptr, read_dy_as_x},
    {"layout_independence", kEvaluationLine, "strides of x used for dy", nullptr, read_dy_as_x},
    {"layout_independence", kTrainingLine, "x taken for dense", take_x_for_dense, nullptr},
    {"layout_independence", kEvaluationLine, "a peeled head forgotten", skip_the_head, nullptr},
    {"layout_independence", kStridedParameters, "weight taken for dense", nullptr,
     take_weight_for_dense},
};

}  // namespace

std::span<const Sabotage> layout_sabotages() { return kSabotages; }

}  // namespace bncheck::properties

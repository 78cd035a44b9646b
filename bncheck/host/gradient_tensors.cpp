#include "bncheck/host/gradient_tensors.h"

namespace bncheck::host {
namespace {

void add_if_present(Tensors& tensors, Slot slot, const std::vector<double>& values) {
  if (!values.empty()) tensors.add_input(slot, values);
}

/// Adds what both are given. contract and supports are asked about the forward call that they
/// belong to: its outputs are outlines.
void add_common(Tensors& tensors, const Problem& problem, const SavedStatistics& saved) {
  tensors.add_input(Slot::x, problem.x);
  add_if_present(tensors, Slot::weight, problem.weight);
  add_if_present(tensors, Slot::bias, problem.bias);
  add_if_present(tensors, Slot::running_mean, problem.running_mean);
  add_if_present(tensors, Slot::running_var, problem.running_var);
  tensors.add_outline(Slot::y);
  if (problem.mode == Mode::evaluation) return;
  add_if_present(tensors, Slot::given_save_mean, saved.mean);
  add_if_present(tensors, Slot::given_save_invstd, saved.invstd);
  tensors.add_outline(Slot::save_mean);
  tensors.add_outline(Slot::save_invstd);
  if (!problem.has_running()) return;
  tensors.add_outline(Slot::updated_running_mean);
  tensors.add_outline(Slot::updated_running_var);
}

}  // namespace

void add_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved) {
  const Manner& manner = problem.manner;
  if (!manner.in_place) tensors.add_input(Slot::dy, problem.dy);
  add_common(tensors, problem, saved);
  if (manner.in_place) {
    tensors.add_update(Slot::dx, problem.dy);
  } else if (manner.dx) {
    tensors.add_output(Slot::dx);
  }
  if (!problem.weight.empty() && manner.dweight) tensors.add_output(Slot::dweight);
  if (!problem.bias.empty() && manner.dbias) tensors.add_output(Slot::dbias);
}

void add_double_backward(Tensors& tensors, const Problem& problem, const SavedStatistics& saved,
                         const SecondGradients& second) {
  tensors.add_input(Slot::dy, problem.dy);
  add_common(tensors, problem, saved);
  add_if_present(tensors, Slot::ddx, second.ddx);
  add_if_present(tensors, Slot::ddweight, second.ddweight);
  add_if_present(tensors, Slot::ddbias, second.ddbias);
  tensors.add_output(Slot::d_dy);
  tensors.add_output(Slot::d_x);
  if (!problem.weight.empty()) tensors.add_output(Slot::d_weight);
}

}  // namespace bncheck::host

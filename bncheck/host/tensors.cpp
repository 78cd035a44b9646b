#include "bncheck/host/tensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>

#include "bncheck/host/leftovers.h"
#include "core/layout.h"
#include "core/pattern.h"
#include "core/ulp.h"

namespace bncheck::host {
namespace {

/// Returns what decides the side, from the configuration alone, so that a replay meets the same
/// one.
std::uint64_t key_of(const Config& config) {
  std::uint64_t key = std::bit_cast<std::uint64_t>(config.eps);
  for (std::int64_t extent : config.shape.extents()) {
    key = counter_random(key, 0, static_cast<std::uint64_t>(extent));
  }
  const Placement& x = config.layout.x;
  return counter_random(
      key, static_cast<std::uint64_t>(x.kind) + 16 * static_cast<std::uint64_t>(x.offset),
      static_cast<std::uint64_t>(config.dtype));
}

Side side_of(std::uint64_t key) { return (key >> 63) == 0 ? Side::front : Side::back; }

/// Returns what decides the filling; it differs between the calls of a law that changes x.
std::uint64_t key_of_filling(std::uint64_t key, std::span<const double> x) {
  return counter_random(key, 1, x.empty() ? 0 : std::bit_cast<std::uint64_t>(x.front()));
}

void fill(const Placed& placed, Filling filling, std::uint64_t key) {
  switch (filling) {
    case Filling::numbers: return leave_numbers(placed, key);
    case Filling::poison: return mark_elements(placed, Mark::first);
    case Filling::other_poison: return mark_elements(placed, Mark::second);
  }
}

std::vector<std::size_t> left_of(const Placed& placed, Filling filling, std::uint64_t key) {
  if (filling == Filling::numbers) return left_numbers(placed, key);
  return marked_elements(placed, filling == Filling::poison ? Mark::first : Mark::second);
}

/// Returns whether one place in memory can stand for them all.
bool are_one(std::span<const double> values) {
  const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
  return std::all_of(values.begin(), values.end(),
                     [&](double value) { return bits(value) == bits(values.front()); });
}

/// Returns where dy lies: a law may have put other values to a problem whose dy was one value.
Placement placement_of_dy(const Config& config, std::span<const double> values) {
  const Placement& asked = config.layout.dy;
  if (asked.kind != Layout::expanded || are_one(values)) return asked;
  return {Layout::nchw, asked.offset};
}

/// Returns where the gradient of dy lies: beside dy, but an output is never expanded.
Placement placement_of_d_dy(const Config& config) {
  const Placement& asked = config.layout.dy;
  return {asked.kind == Layout::expanded ? Layout::nchw : asked.kind, asked.offset};
}

Strided layout_of(Slot slot, const Config& config, std::span<const double> values) {
  const Layouts& layout = config.layout;
  switch (slot) {
    case Slot::x: return tensor_layout(layout.x, config.shape);
    case Slot::dy: return tensor_layout(placement_of_dy(config, values), config.shape);
    case Slot::y: return tensor_layout(layout.y, config.shape);
    case Slot::dx:
    case Slot::ddx: return tensor_layout(layout.dx, config.shape);
    case Slot::d_dy: return tensor_layout(placement_of_d_dy(config), config.shape);
    case Slot::d_x: return tensor_layout(layout.x, config.shape);
    default: return parameter_layout(layout.parameters, config.shape.c);
  }
}

/// Tells tensors of x's shape from those with one value per channel.
bool is_parameter(Slot slot) {
  switch (slot) {
    case Slot::x:
    case Slot::dy:
    case Slot::ddx:
    case Slot::y:
    case Slot::dx:
    case Slot::d_dy:
    case Slot::d_x: return false;
    default: return true;
  }
}

/// Writes the values; a NaN without payload, so that no mark is among them.
void write(std::span<const double> values, const Placed& placed) {
  if (std::none_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) {
    scatter(values, placed.dtype, placed.layout, placed.data);
    return;
  }
  std::vector<double> plain(values.begin(), values.end());
  std::replace_if(
      plain.begin(), plain.end(), [](double v) { return std::isnan(v); },
      std::numeric_limits<double>::quiet_NaN());
  scatter(plain, placed.dtype, placed.layout, placed.data);
}

/// Copies the stretches that hold the elements.
std::vector<std::byte> bytes_of(const Placed& placed) {
  std::vector<std::byte> bytes;
  for (const Placed& each : stretches(placed)) {
    bytes.insert(bytes.end(), each.data, each.data + each.byte_size());
  }
  return bytes;
}

}  // namespace

Tensors::Tensors(Arena& arena, const Problem& problem)
    : arena_(arena), problem_(problem), key_(key_of(problem)) {
  arena_.clear();
}

void Tensors::add_input(Slot slot, std::span<const double> values) {
  add(slot, Role::input, values);
}

void Tensors::add_update(Slot slot, std::span<const double> values) {
  add(slot, Role::update, values);
}

void Tensors::add_output(Slot slot) { add(slot, Role::output, {}); }

void Tensors::add_outline(Slot slot) { add(slot, Role::outline, {}); }

void Tensors::add(Slot slot, Role role, std::span<const double> values) {
  const DType dtype = is_parameter(slot) ? problem_.parameters() : problem_.dtype;
  const Strided layout = layout_of(slot, problem_, values);
  tensors_.push_back({slot, role, arena_.place(slot, dtype, layout, side_of(key_)), values, {}});
}

Filling Tensors::first_filling() const {
  return (key_of_filling(key_, problem_.x) >> 63) == 0 ? Filling::numbers : Filling::poison;
}

void Tensors::prepare(Filling filling) {
  for (const Tensor& tensor : tensors_) {
    const Mark around = tensor.role == Role::input ? Mark::input_gap : Mark::output_gap;
    mark_surroundings(tensor.placed, around);
    if (tensor.role == Role::output) {
      fill(tensor.placed, filling, key_of_filling(key_, problem_.x));
    }
    if (tensor.role == Role::outline) mark_elements(tensor.placed, around);
    if (tensor.role == Role::input || tensor.role == Role::update) {
      write(tensor.values, tensor.placed);
    }
  }
}

void Tensors::remember_inputs() {
  for (Tensor& tensor : tensors_) {
    if (tensor.role != Role::input) continue;
    tensor.copy = bytes_of(tensor.placed);
  }
}

std::string Tensors::changed_input() const {
  for (const Tensor& tensor : tensors_) {
    if (tensor.copy.empty() || tensor.copy == bytes_of(tensor.placed)) continue;
    return "changed its input " + std::string(name_of(tensor.slot));
  }
  return "";
}

std::string Tensors::changed_update() const {
  for (const Tensor& tensor : tensors_) {
    if (tensor.role != Role::update) continue;
    const std::vector<double> now =
        gather(tensor.placed.dtype, tensor.placed.layout, tensor.placed.data);
    if (!std::equal(now.begin(), now.end(), tensor.values.begin(), same)) {
      return "changed " + std::string(name_of(tensor.slot));
    }
  }
  return "";
}

std::string Tensors::written_outside() const {
  for (const Tensor& tensor : tensors_) {
    const Mark around = tensor.role == Role::input ? Mark::input_gap : Mark::output_gap;
    const Damage damage = find_damage(tensor.placed, around);
    if (damage != Damage::none) return describe_damage(damage, name_of(tensor.slot));
  }
  return "";
}

std::vector<Tensors::Unwritten> Tensors::unwritten(Filling filling) const {
  std::vector<Unwritten> all;
  if (problem_.shape.values_per_channel() == 0) return all;  // clause O8: there is nothing to say
  for (const Tensor& tensor : tensors_) {
    if (tensor.role != Role::output) continue;
    std::vector<std::size_t> indices =
        left_of(tensor.placed, filling, key_of_filling(key_, problem_.x));
    if (!indices.empty()) all.push_back({tensor.slot, std::move(indices)});
  }
  return all;
}

std::vector<double> Tensors::values(Slot slot) const {
  for (const Tensor& tensor : tensors_) {
    if (tensor.slot != slot || tensor.role == Role::outline) continue;
    return gather(tensor.placed.dtype, tensor.placed.layout, tensor.placed.data);
  }
  return {};
}

void add_forward(Tensors& tensors, const Problem& problem, bool saved) {
  const bool training = problem.mode == Mode::training;
  if (problem.manner.in_place) {
    tensors.add_update(Slot::y, problem.x);
  } else {
    tensors.add_input(Slot::x, problem.x);
    tensors.add_output(Slot::y);
  }
  if (!problem.weight.empty()) tensors.add_input(Slot::weight, problem.weight);
  if (!problem.bias.empty()) tensors.add_input(Slot::bias, problem.bias);
  if (problem.has_running() && training) {
    tensors.add_update(Slot::updated_running_mean, problem.running_mean);
    tensors.add_update(Slot::updated_running_var, problem.running_var);
  } else if (problem.has_running()) {
    tensors.add_input(Slot::running_mean, problem.running_mean);
    tensors.add_input(Slot::running_var, problem.running_var);
  }
  if (training && saved) {
    tensors.add_output(Slot::save_mean);
    tensors.add_output(Slot::save_invstd);
  }
}

std::string describe_unwritten(const std::vector<Tensors::Unwritten>& first,
                               const std::vector<Tensors::Unwritten>& second) {
  for (const Tensors::Unwritten& one : first) {
    for (const Tensors::Unwritten& other : second) {
      if (one.slot != other.slot) continue;
      std::vector<std::size_t> both;
      std::set_intersection(one.indices.begin(), one.indices.end(), other.indices.begin(),
                            other.indices.end(), std::back_inserter(both));
      if (both.empty()) continue;
      return "left " + std::to_string(both.size()) + (both.size() == 1 ? " element" : " elements") +
             " of " + std::string(name_of(one.slot)) + " unwritten (first at index " +
             std::to_string(both.front()) + ")";
    }
  }
  return "";
}

}  // namespace bncheck::host

#pragma once

#include <span>
#include <string>
#include <vector>

#include "bncheck/host/arena.h"
#include "bncheck/host/canary.h"
#include "core/batch_norm.h"

namespace bncheck::host {

/// What outputs hold before a call: numbers, as memory does that was used before, or a poison.
enum class Filling { numbers, poison, other_poison };

/// The tensors of one call: what is in the arena, and what must be true of it afterwards.
class Tensors {
 public:
  /// Empties the arena. The problem and the values given below must outlive this object.
  Tensors(Arena& arena, const Problem& problem);

  /// Adds a tensor that the call reads.
  void add_input(Slot slot, std::span<const double> values);

  /// Adds a tensor that the call reads and writes.
  void add_update(Slot slot, std::span<const double> values);

  /// Adds a tensor that the call must write.
  void add_output(Slot slot);

  /// Adds a tensor that the call must neither read nor write.
  void add_outline(Slot slot);

  /// Returns what the outputs of a first call hold: numbers or a poison, as the problem decides, so
  /// that no plug-in can tell a trial from use, and a replay meets the same.
  Filling first_filling() const;

  /// Fills inputs and outputs, and marks what lies around them.
  void prepare(Filling filling);

  /// Keeps a copy of the inputs, as prepared, for changed_input.
  void remember_inputs();

  /// Returns "changed its input x", or nothing. For when inputs are not protected.
  std::string changed_input() const;

  /// Returns "changed running_mean", if a tensor that the call updates is not as prepared, or
  /// nothing. For calls that are refused.
  std::string changed_update() const;

  /// Returns "wrote past the end of y" or the like, or nothing.
  std::string written_outside() const;

  /// The elements of one output that were never written.
  struct Unwritten {
    Slot slot;
    std::vector<std::size_t> indices;
  };

  /// Returns the elements that still hold what they were filled with, output by output; none of an
  /// empty batch, whose statistics are not defined.
  std::vector<Unwritten> unwritten(Filling filling) const;

  /// Returns the values of an output or an updated tensor; empty if it is not part of the call.
  std::vector<double> values(Slot slot) const;

 private:
  enum class Role { input, update, output, outline };
  struct Tensor {
    Slot slot;
    Role role;
    Placed placed;
    std::span<const double> values;
    std::vector<std::byte> copy;
  };

  void add(Slot slot, Role role, std::span<const double> values);

  Arena& arena_;
  const Problem& problem_;
  std::uint64_t key_;
  std::vector<Tensor> tensors_;
};

/// Adds what forward sees; save_* only if `saved`.
void add_forward(Tensors& tensors, const Problem& problem, bool saved);

/// Returns "left 2 elements of y unwritten (first at index 4)" for what both runs left, or nothing.
std::string describe_unwritten(const std::vector<Tensors::Unwritten>& first,
                               const std::vector<Tensors::Unwritten>& second);

}  // namespace bncheck::host

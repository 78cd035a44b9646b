#pragma once

#include "kernel/loops.h"
#include "kernel/maps.h"
#include "kernel/roots.h"
#include "kernel/sums.h"
#include "kernel/variances.h"

namespace variants {

/// The formats of a contract, where W is that of the parameters: double for f64 tensors, else
/// float.
template <class E, class A, class S, class P>
struct Formats {
  using Element = E;
  using Sum = A;
  using Stored = S;
  using Applied = P;
};

/// What a contract may depend on.
struct Problem {
  std::int64_t m;
  std::int32_t threads;
  bool is_f64;
};

/// Returns what a contract says of the height of sums in this order.
template <class Sum>
std::int32_t height_of(const Problem& problem) {
  return static_cast<std::int32_t>(Sum{problem.threads}.height(problem.m));
}

/// Rounds as the processor does; another sets the processor's mode while it lives.
struct UsualMode {};

/// (1 - momentum)*running + momentum*batch.
struct Weighted {
  template <class A>
  static A update(A running, A momentum, A batch) {
    return (1 - momentum) * running + momentum * batch;
  }
};

/// running + momentum*(batch - running).
struct Moved {
  template <class A>
  static A update(A running, A momentum, A batch) {
    return running + momentum * (batch - running);
  }
};

/// What a variant does unless it says otherwise: all in the parameters' type, two passes in order.
/// A variant derives from this, replaces what it does otherwise, and declares all of it.
struct Plain {
  template <class W>
  using Types = Formats<W, W, W, W>;
  using Sum = InOrder;
  using Variance = TwoPass;
  using Root = RoundedRoot;
  using Map = Direct;
  using TailMap = Direct;  ///< of the values that a loop has left over
  using Running = Weighted;
  using Loop = Straight;
  using Mode = UsualMode;
  static constexpr bool kRecomputes = false;        ///< backward takes no saved statistics
  static constexpr bool kDoubleParameters = false;  ///< eps and momentum are not rounded
  static constexpr bool kInPlace = true;            ///< all is read before anything is written

  static bool supports(std::int32_t) { return true; }  ///< of the tensor's type
};

}  // namespace variants

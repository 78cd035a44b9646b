#pragma once

#include <set>
#include <string>

#include "cuda/emulation/executor.h"

namespace emulation {

/// The lines where kernels wait, and the one where they shall not. Threads call this without being
/// seen to: it is built without ThreadSanitizer, and calls nothing that is built with it.
class BarrierPlaces {
 public:
  /// Whether to wait there. Throws a Fault where a race was reported: one is enough.
  bool waits_at(const Context::Place& place);

  /// As "file:line ".
  std::set<std::string> seen() const;
  /// Threads shall not wait there from now on, but at all others.
  void leave_out(const std::string& place);

 private:
  static constexpr int kMost = 64;
  struct Known {
    Context::Place place;
    bool waits;
  };

  Known known_[kMost];
  int count_ = 0;
};

/// A thread's context that leaves a barrier out.
class RacingContext : public Context {
 public:
  RacingContext(const Context& whole, BarrierPlaces& places) : Context(whole), places_(places) {}

  void sync_warp(Place place = Place::current()) {
    if (places_.waits_at(place)) Context::sync_warp(place);
  }
  void sync_block(Place place = Place::current()) {
    if (places_.waits_at(place)) Context::sync_block(place);
  }
  void sync_cluster(Place place = Place::current()) {
    if (places_.waits_at(place)) Context::sync_cluster(place);
  }
  void sync_group(unsigned* counter, unsigned blocks, Place place = Place::current()) {
    if (places_.waits_at(place)) Context::sync_group(counter, blocks, place);
  }

 private:
  BarrierPlaces& places_;
};

}  // namespace emulation

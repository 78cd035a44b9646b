#include "tests/impl/cuda/barrier_places.h"

#include <stdexcept>

#include "tests/impl/cuda/races.h"

namespace emulation {
namespace {

std::string name(const Context::Place& place) {
  const std::string file = place.file_name();
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(place.line()) + " ";
}

}  // namespace

bool BarrierPlaces::waits_at(const Context::Place& place) {
  if (race_was_reported()) throw Fault("there is a race");
  for (int i = 0; i < count_; ++i) {
    const Context::Place& known = known_[i].place;
    if (known.line() == place.line() && known.file_name() == place.file_name())
      return known_[i].waits;
  }
  if (count_ == kMost) throw std::length_error("a kernel has more barriers than BarrierPlaces");
  known_[count_++] = {place, true};
  return true;
}

std::set<std::string> BarrierPlaces::seen() const {
  std::set<std::string> names;
  for (int i = 0; i < count_; ++i) names.insert(name(known_[i].place));
  return names;
}

void BarrierPlaces::leave_out(const std::string& place) {
  for (int i = 0; i < count_; ++i) known_[i].waits = name(known_[i].place) != place;
}

}  // namespace emulation

#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "cuda/emulated_launcher.h"

// Leaves out each barrier of kernels in turn, to find those that nobody needs or nobody misses.
namespace cuda {

/// "file:line" of a barrier.
inline std::string name(const emulation::Context::Place& place) {
  const std::string file = place.file_name();
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(place.line());
}

/// The barriers that a kernel waits at, and the one that is left out.
struct Barriers {
  std::set<std::string> met;
  std::string left_out;

  bool waits_at(const emulation::Context::Place& place) {
    met.insert(name(place));
    return name(place) != left_out;
  }
};

/// Leaves out a barrier, but for those of warps: what these keep apart are no loads and stores of
/// the context, at which alone threads take turns. ThreadSanitizer sees it (kernel_races_test.cpp).
class Hasty : public emulation::Context {
 public:
  Hasty(const Context& context, Barriers& barriers) : Context(context), barriers_(barriers) {}

  void sync_block(Place place = Place::current()) {
    if (barriers_.waits_at(place)) Context::sync_block(place);
  }
  void sync_cluster(Place place = Place::current()) {
    if (barriers_.waits_at(place)) Context::sync_cluster(place);
  }
  void sync_group(unsigned* counter, unsigned blocks, Place place = Place::current()) {
    if (barriers_.waits_at(place)) Context::sync_group(counter, blocks, place);
  }

 private:
  Barriers& barriers_;
};

template <class Kernel>
struct HastyKernel {
  const Kernel& kernel;
  Barriers& barriers;

  void operator()(emulation::Context& cx) const {
    Hasty hasty(cx, barriers);
    kernel(hasty);
  }
};

class HastyLauncher {
 public:
  HastyLauncher(const Machine& machine, std::uint64_t seed, Barriers& barriers)
      : inner_(machine, {seed, seed % 4 < 2 ? 0.05 : 0, seed % 2 == 0}), barriers_(barriers) {}
  const Machine& machine() const { return inner_.machine(); }
  void zero(void* memory, std::size_t bytes) const { inner_.zero(memory, bytes); }
  template <class Kernel>
  void launch(const Grid& grid, const Kernel& kernel) {
    inner_.launch(grid, HastyKernel<Kernel>{kernel, barriers_});
  }

 private:
  EmulatedLauncher inner_;
  Barriers& barriers_;
};

using Answer = std::function<std::vector<double>(HastyLauncher&)>;

/// A way to call the kernels, and what they answer.
struct Run {
  Machine machine;
  Answer answer;
  std::vector<double> right;
};

/// Says whether something shows on some schedule if a barrier is left out.
inline bool shows(const Run& run, const std::string& left_out) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Barriers barriers = {{}, left_out};
    HastyLauncher launcher(run.machine, seed, barriers);
    try {
      if (run.answer(launcher) != run.right) return true;
    } catch (const emulation::Fault&) {
      return true;
    }
    if (barriers.met.count(left_out) == 0) return false;
  }
  return false;
}

/// Returns the barriers that nobody misses, of those that some of the answers meet.
inline std::vector<std::string> idle_barriers(const std::vector<Machine>& machines,
                                              const std::vector<Answer>& answers) {
  Barriers all;
  std::vector<Run> runs;
  for (const Machine& machine : machines) {
    for (const Answer& answer : answers) {
      HastyLauncher launcher(machine, 1, all);
      runs.push_back({machine, answer, answer(launcher)});
    }
  }
  EXPECT_FALSE(all.met.empty());
  std::vector<std::string> idle;
  for (const std::string& each : all.met) {
    const bool is_missed =
        std::any_of(runs.begin(), runs.end(), [&](const Run& run) { return shows(run, each); });
    if (!is_missed) idle.push_back(each);
  }
  return idle;
}

}  // namespace cuda

// Every barrier of the kernels is needed, and missed: without it an answer changes, or the machine
// finds a fault.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>

#include "tests/impl/cuda/batch.h"

namespace cuda {
namespace {

using Place = emulation::Context::Place;

/// "file:line" of a barrier.
std::string name(const Place& place) {
  const std::string file = place.file_name();
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(place.line());
}

/// The barriers that a kernel waits at, and the one that is left out.
struct Barriers {
  std::set<std::string> met;
  std::string left_out;

  bool waits_at(const Place& place) {
    met.insert(name(place));
    return name(place) != left_out;
  }
};

/// Leaves out a barrier.
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

constexpr std::uint32_t kPiece = 32;
constexpr BatchShape kShape = {6, 24, 112};

/// A block alone, a cluster, teams of a grid, and passes; the last ones have so much shared memory.
std::vector<Machine> machines(std::size_t shared_bytes) {
  return {{1, 64, 1, 1 << 20, kPiece},
          {96, 64, 4, 1 << 20, kPiece},
          {12, 64, 1, shared_bytes, kPiece},
          {1, 64, 1, shared_bytes, kPiece}};
}

using Answer = std::function<std::vector<double>(HastyLauncher&)>;

/// A way to call the kernels, and what they answer.
struct Run {
  Machine machine;
  Answer answer;
  std::vector<double> right;
};

/// Says whether something shows on some schedule if a barrier is left out.
bool shows(const Run& run, const std::string& left_out) {
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
std::vector<std::string> idle_barriers(std::size_t shared_bytes,
                                       const std::vector<Answer>& answers) {
  Barriers all;
  std::vector<Run> runs;
  for (const Machine& machine : machines(shared_bytes)) {
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

Answer forward_answer(bn_mode mode, Order order) {
  return [=](HastyLauncher& launcher) {
    return forward<float>(kShape, {order, 0, 1}, mode, launcher);
  };
}
Answer backward_answer(bn_mode mode, Order order) {
  return [=](HastyLauncher& launcher) {
    return backward<float>(kShape, {order, 0, 1}, mode, launcher);
  };
}

TEST(Barriers, OfForwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(2 << 10, {forward_answer(BN_TRAINING, Order::channels_first),
                                      forward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
  EXPECT_THAT(idle_barriers(6 << 10, {forward_answer(BN_TRAINING, Order::channels_last),
                                      forward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
}

TEST(Barriers, OfBackwardAreAllNeeded) {
  EXPECT_THAT(idle_barriers(3 << 10, {backward_answer(BN_TRAINING, Order::channels_first),
                                      backward_answer(BN_EVAL, Order::channels_first)}),
              testing::IsEmpty());
}

}  // namespace
}  // namespace cuda

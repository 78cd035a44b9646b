// The kernels under ThreadSanitizer: no race on machines of all kinds; and one is reported
// whichever barrier is left out, so that it sees what they keep apart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/batch.h"
#include "tests/impl/cuda/races.h"
#include "tests/impl/cuda/racing_launcher.h"

namespace cuda {
namespace {

using testing::IsEmpty;

constexpr std::uint32_t kPiece = 32;

/// 7 pieces, the last one a part; where channels are adjacent, a unit of 8 of them and one of 4.
constexpr BatchShape kRows = {4, 5, 52}, kAdjacent = {4, 12, 52};

/// Memory for everything in one block; clusters of 4; teams of a cooperative grid; passes,
/// with tiles of several pieces in forward and in backward.
const Machine kMachines[] = {{1, 64, 1, 1 << 20, kPiece},
                             {40, 32, 4, 1 << 20, kPiece},
                             {14, 64, 1, 512, kPiece},
                             {1, 96, 1, 1 << 10, kPiece},
                             {1, 96, 1, 2 << 10, kPiece}};

template <class T>
void run_all(const BatchShape& shape, Order order, RacingLauncher& launcher) {
  for (const bn_mode mode : {BN_TRAINING, BN_EVAL}) {
    forward<T>(shape, {order, 0, 1}, mode, launcher);
    backward<T>(shape, {order, 0, 1}, mode, launcher);
  }
}

TEST(KernelRaces, NoneOnMachinesOfAllKinds) {
  for (const Machine& machine : kMachines) {
    BarrierPlaces places;
    RacingLauncher launcher(machine, {1, 0.05}, places);
    const auto races = races_of([&] {
      run_all<float>(kRows, Order::channels_first, launcher);
      run_all<float>(kAdjacent, Order::channels_last, launcher);
    });
    EXPECT_THAT(races, IsEmpty()) << machine.multiprocessors << " multiprocessors";
  }
}

/// Whether threads race that do not wait there, or are caught otherwise.
bool is_reported_without(const std::string& place, BarrierPlaces& places,
                         RacingLauncher& launcher) {
  places.leave_out(place);
  bool has_fault = false;
  const auto races = races_of([&] {
    try {
      run_all<float>(kRows, Order::channels_first, launcher);
    } catch (const emulation::Fault&) {
      has_fault = true;
    }
  });
  return has_fault || !races.empty();
}

TEST(KernelRaces, OneWhicheverBarrierIsLeftOut) {
  std::set<std::string> silent, reported;
  for (const Machine& machine : kMachines) {
    BarrierPlaces places;
    RacingLauncher launcher(machine, {}, places);
    run_all<float>(kRows, Order::channels_first, launcher);
    for (const std::string& place : places.seen()) {
      if (reported.count(place) > 0) continue;
      (is_reported_without(place, places, launcher) ? reported : silent).insert(place);
    }
  }
  for (const std::string& place : reported) silent.erase(place);
  EXPECT_GE(reported.size(), 10u);
  EXPECT_THAT(silent, IsEmpty());
}

}  // namespace
}  // namespace cuda

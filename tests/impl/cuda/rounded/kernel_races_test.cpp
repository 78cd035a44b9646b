// The correctly rounded kernels under ThreadSanitizer: no race, and one whichever barrier is left
// out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/races.h"
#include "tests/impl/cuda/racing_launcher.h"
#include "tests/impl/cuda/rounded/rounded_launcher.h"

namespace cuda {
namespace {

using testing::IsEmpty;

/// Of both orders of memory: packs of values, and of channels, of which a unit has 8.
constexpr BatchShape kShape = {4, 12, 28};

/// One block for all, and some.
const Machine kMachines[] = {{1, 64, 1, 6 << 10, 32}, {3, 96, 1, 12 << 10, 32}};

void run_all(Order order, RacingLauncher& launcher) {
  Rounded<RacingLauncher&> rounded = {launcher};
  for (const Operation operation : kOperations)
    answer<float>(operation, kShape, {order}, rounded, Values::ties);
}

TEST(RoundedRaces, NoneOnMachinesOfAllKinds) {
  for (const Machine& machine : kMachines) {
    for (const Order order : {Order::channels_first, Order::channels_last}) {
      BarrierPlaces places;
      RacingLauncher launcher(machine, {1, 0.05}, places);
      EXPECT_THAT(races_of([&] { run_all(order, launcher); }), IsEmpty())
          << machine.multiprocessors << " multiprocessors";
    }
  }
}

/// Whether threads race that do not wait there, or are caught otherwise.
bool is_reported_without(const std::string& place, BarrierPlaces& places,
                         RacingLauncher& launcher) {
  places.leave_out(place);
  bool has_fault = false;
  const auto races = races_of([&] {
    try {
      run_all(Order::channels_first, launcher);
    } catch (const emulation::Fault&) {
      has_fault = true;
    }
  });
  return has_fault || !races.empty();
}

TEST(RoundedRaces, OneWhicheverBarrierIsLeftOut) {
  BarrierPlaces places;
  RacingLauncher launcher(kMachines[0], {}, places);
  run_all(Order::channels_first, launcher);
  std::set<std::string> silent;
  for (const std::string& place : places.seen())
    if (!is_reported_without(place, places, launcher)) silent.insert(place);
  EXPECT_GE(places.seen().size(), 9u);
  EXPECT_THAT(silent, IsEmpty());
}

}  // namespace
}  // namespace cuda

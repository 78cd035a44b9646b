// How often the correctly rounded kernels read and write whole tensors.
#include "tests/impl/cuda/traffic.h"

#include <gtest/gtest.h>

#include "cuda/rounded/operations.h"

namespace cuda {
namespace {

constexpr BatchShape kShape = {8, 16, 256};

/// Runs a call on a large machine, and returns its transfers of x; open values are not counted.
template <class T, class Args>
double transfers(Args& args) {
  EmulatedLauncher launcher(large_machine(), {});
  std::vector<Pack<double>> workspace(
      RoundedOperations::workspace_of<T>(args, large_machine()) / sizeof(Pack<double>) + 1);
  args.workspace = workspace.data();
  RoundedOperations::run<T>(args, launcher);
  const emulation::Traffic& traffic = launcher.traffic();
  return static_cast<double>(traffic.loaded_once_bytes + traffic.stored_once_bytes) /
         static_cast<double>(static_cast<std::size_t>(kShape.size()) * sizeof(T));
}

template <class T>
double forward_transfers(Order order, bn_mode mode) {
  Buffer<T> x(kShape, order, 0), y(kShape, order, 0);
  x.fill(1, 0);
  bn_forward_args args = {};
  args.mode = mode;
  args.eps = 1e-5;
  args.x = x.view();
  args.y = y.view();
  return transfers<T>(args);
}

template <class T>
double backward_transfers(Order order, bn_mode mode) {
  Buffer<T> x(kShape, order, 0), dy(kShape, order, 0), dx(kShape, order, 0);
  x.fill(1, 0);
  dy.fill(2, 0);
  bn_backward_args args = {};
  args.mode = mode;
  args.eps = 1e-5;
  args.x = x.view();
  args.dy = dy.view();
  args.dx = dx.view();
  return transfers<T>(args);
}

template <class T>
void expect_transfers(Order order) {
  EXPECT_EQ(forward_transfers<T>(order, BN_TRAINING), 3);
  EXPECT_EQ(forward_transfers<T>(order, BN_EVAL), 2);
  EXPECT_EQ(backward_transfers<T>(order, BN_TRAINING), 5);
  EXPECT_EQ(backward_transfers<T>(order, BN_EVAL), 4);
}

TEST(RoundedTraffic, IsOneReadingForTheSumsAndOneForTheElements) {
  for (const Order order : {Order::channels_first, Order::channels_last}) {
    expect_transfers<float>(order);
    expect_transfers<BFloat16>(order);
  }
}

}  // namespace
}  // namespace cuda

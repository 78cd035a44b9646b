// What kernels move, against the fewest transfers there can be.
#include "tests/impl/cuda/traffic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cuda {
namespace {

constexpr std::int64_t kImages = 256;

template <class T>
void expect_fewest(const BatchShape& shape, Order order) {
  EXPECT_EQ(transfers_of<T>({shape, order, Operation::training}).tensors, 2);
  EXPECT_EQ(transfers_of<T>({shape, order, Operation::backward}).tensors, 3);
}

TEST(Traffic, OfLayersThatFitOnTheChipIsTheLeast) {
  for (const BatchShape& shape : {BatchShape{kImages, 512, 49}, BatchShape{kImages, 256, 196},
                                  BatchShape{kImages, 128, 784}}) {
    expect_fewest<float>(shape, Order::channels_first);
    expect_fewest<BFloat16>(shape, Order::channels_first);
  }
  expect_fewest<BFloat16>({kImages, 256, 196}, Order::channels_last);
  expect_fewest<float>({kImages, 256, 196}, Order::channels_last);
}

/// What no team holds is read once for each step.
TEST(Traffic, OfAChannelThatFitsNowhere) {
  const BatchShape shape = {kImages, 8, 30000};
  const Transfers training =
      transfers_of<float>({shape, Order::channels_first, Operation::training});
  const Transfers backward =
      transfers_of<float>({shape, Order::channels_first, Operation::backward});
  EXPECT_EQ(training.plan.method, Method::split);
  EXPECT_EQ(training.tensors, 3);
  EXPECT_EQ(backward.tensors, 6);
}

/// Blocks do not read all that all of their team found, which would be as much as the tensors.
TEST(Traffic, OfPartialsIsSmall) {
  for (const Order order : {Order::channels_first, Order::channels_last}) {
    const Layer layer = {{kImages, 64, 784}, order, Operation::backward};
    EXPECT_LT(transfers_of<float>(layer).partials, 0.05);
  }
}

}  // namespace
}  // namespace cuda

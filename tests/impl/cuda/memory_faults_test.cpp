// Wrong kernels: accesses of memory that a device would punish, or not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/impl/cuda/launches.h"

namespace emulation {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

#ifdef __SANITIZE_ADDRESS__
constexpr bool kHasAsan = true;
#else
constexpr bool kHasAsan = false;
#endif

struct alignas(16) Four {
  float values[4];
};

/// A block writes a float to where its shared memory of 96 bytes has none; block 1 alone.
void overrun(int index) {
  launch({.blocks = 3, .threads = 32, .shared_bytes = 96}, Each{[index](Context& cx) {
           if (cx.block() == 1 && cx.thread() == 5) cx.shared<float>(0)[index] = 1;
         }});
}

TEST(MemoryFault, OverrunOfSharedMemoryNamesTheBlock) {
  if (kHasAsan) GTEST_SKIP() << "AddressSanitizer reports the access itself";
  EXPECT_EQ(fault_of([] { overrun(24); }),
            "overrun of shared memory: block 1 wrote to byte 96 of 96");
  EXPECT_THAT(fault_of([] { overrun(1000); }), HasSubstr("byte 4000 of 96"));
  EXPECT_THAT(fault_of([] { overrun(-1); }), HasSubstr("block 1 wrote to byte -4 of 96"));
}

TEST(MemoryFaultDeathTest, AddressSanitizerReportsTheLineOfAnOverrun) {
  if (!kHasAsan) GTEST_SKIP() << "built without AddressSanitizer";
  EXPECT_DEATH(overrun(24), "memory_faults_test.cpp");
  EXPECT_DEATH(overrun(-1), "memory_faults_test.cpp");
}

TEST(MemoryFault, SharedMemoryBeyondTheEndIsNotHandedOut) {
  EXPECT_EQ(fault_of({.shared_bytes = 8}, [](Context& cx) { cx.shared<float>(8); }), "");
  EXPECT_THAT(fault_of({.shared_bytes = 8}, [](Context& cx) { cx.shared<float>(12); }),
              HasSubstr("shared memory beyond the end: thread "));
  EXPECT_THAT(fault_of({.shared_bytes = 8}, [](Context& cx) { cx.shared<double>(4); }),
              HasSubstr("misaligned shared memory: thread "));
}

TEST(MemoryFault, MisalignedVectorsAreNotLoadedNorStored) {
  alignas(16) float x[12] = {};
  const auto at = [&x](int index) { return reinterpret_cast<Four*>(x + index); };
  EXPECT_EQ(fault_of({}, [&](Context& cx) { cx.load(at(4)); }), "");
  EXPECT_THAT(fault_of({}, [&](Context& cx) { cx.load(at(cx.thread() == 7 ? 5 : 4)); }),
              ContainsRegex("^misaligned load: thread 7 of block 0 at .*memory_faults_test.cpp:"));
  EXPECT_THAT(fault_of({}, [&](Context& cx) { cx.load_once(at(2)); }), HasSubstr("misaligned"));
  EXPECT_THAT(fault_of({}, [&](Context& cx) { cx.store(at(1), Four{}); }),
              HasSubstr("misaligned store"));
  EXPECT_THAT(fault_of({}, [&](Context& cx) { cx.store_once(at(1), Four{}); }),
              HasSubstr("misaligned store"));
  EXPECT_THAT(fault_of({}, [&](Context& cx) { cx.add(reinterpret_cast<std::int64_t*>(x + 1), 1); }),
              HasSubstr("misaligned add"));
}

TEST(MemoryFault, LoadsFromOtherBlocksStayInTheClusterAndItsSharedMemory) {
  const cuda::Grid grid{.blocks = 2, .threads = 32, .cluster = 2, .shared_bytes = 64};
  const float global = 1;
  EXPECT_THAT(fault_of(grid, [](Context& cx) { cx.load_remote(cx.shared<float>(0), 2); }),
              HasSubstr("load_remote of a rank that the cluster has not"));
  EXPECT_THAT(fault_of(grid, [&](Context& cx) { cx.load_remote(&global, 0); }),
              HasSubstr("load_remote of what is not in the block's shared memory"));
  EXPECT_THAT(fault_of(grid, [](Context& cx) { cx.load_remote(cx.shared<float>(64), 0); }),
              HasSubstr("load_remote of what is not in the block's shared memory"));
}

TEST(MemoryFault, DeepStackIsFound) {
  if (kHasAsan) GTEST_SKIP() << "AddressSanitizer reports the access itself";
  const auto kernel = [](Context& cx) {
    volatile char frame[66 * 1024];
    for (std::size_t i = sizeof frame; i-- > 0;) frame[i] = static_cast<char>(cx.thread());
  };
  EXPECT_THAT(fault_of({.threads = 32}, kernel), HasSubstr("overran its stack of 64 KiB"));
}

TEST(MemoryFault, ImpossibleGridsAreNotLaunched) {
  const auto nothing = [](Context&) {};
  for (const cuda::Grid& grid :
       {cuda::Grid{.blocks = 0}, cuda::Grid{.threads = 48}, cuda::Grid{.threads = 2048},
        cuda::Grid{.threads = 0}, cuda::Grid{.blocks = 3, .cluster = 2},
        cuda::Grid{.blocks = 17, .cluster = 17}, cuda::Grid{.shared_bytes = 228 * 1024}})
    EXPECT_THAT(fault_of(grid, nothing), HasSubstr("the grid cannot be launched: "));
}

TEST(MemoryFault, LaunchesGoOnAfterAFault) {
  const std::vector<float> x = rough_values(3000), sums = block_sums(x, 64, {});
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_NE(fault_of({.blocks = 2, .threads = 128},
                       [](Context& cx) {
                         cx.sync_block();
                         if (cx.thread() == 77) cx.load(reinterpret_cast<const int*>(1));
                         cx.sync_block();
                       },
                       {seed}),
              "");
    EXPECT_EQ(block_sums(x, 64, {seed}), sums);
  }
}

TEST(MemoryFault, WhatAKernelThrowsReachesTheCaller) {
  const Each kernel{[](Context& cx) {
    cx.sync_block();
    if (cx.thread() == 3) throw 42;
    cx.sync_block();
  }};
  EXPECT_THROW(launch({.threads = 64}, kernel), int);
}

}  // namespace
}  // namespace emulation

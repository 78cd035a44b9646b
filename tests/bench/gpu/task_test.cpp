#include "bench/gpu/task.h"

#include <gtest/gtest.h>

#include "bncheck/runner/shapes.h"

namespace bncheck::gpu_bench {
namespace {

using bench::Operation;

std::vector<Task> tasks_of(const std::string& words, std::optional<std::int64_t> batch) {
  return make_tasks(words, runner::parse_shapes(words, batch), {DType::f32, DType::bf16},
                    {Layout::nchw, Layout::nhwc}, {Operation::training, Operation::backward});
}

TEST(Tasks, AreAllCombinations) {
  const auto tasks = tasks_of("4x3x5x5,4x3x7x7", std::nullopt);
  EXPECT_EQ(tasks.size(), 2U * 2 * 2 * 2);
  EXPECT_EQ(to_string(tasks[1].workload.shape), "4x3x7x7");
  EXPECT_EQ(tasks[1].workload.operation, Operation::training);
  EXPECT_EQ(tasks.back().workload.operation, Operation::backward);
  EXPECT_EQ(tasks.back().workload.dtype, DType::bf16);
}

TEST(Tasks, HaveOneMemoryOrderWithoutSpatialAxes) {
  EXPECT_EQ(tasks_of("4x3", std::nullopt).size(), 4U);
}

TEST(Tasks, CountTheLayersOfNetworksByName) {
  int layers = 0;
  for (const Task& task : tasks_of("lenet,resnet50", 256)) {
    if (task.workload.shape.c >= 64 && task.workload.shape.spatial.size() == 2)
      layers += task.layers;
  }
  EXPECT_EQ(layers, 8 * 53);
  EXPECT_EQ(tasks_of("256x64x56x56", std::nullopt).front().layers, 1) << "a shape is no network";
}

TEST(Tasks, KnowWhichWordsTakeABatch) {
  EXPECT_TRUE(names_a_batched_set("4x3,resnet50"));
  EXPECT_FALSE(names_a_batched_set("bn1d"));
  EXPECT_FALSE(names_a_batched_set("4x3,256x64x56x56"));
}

bench::Workload workload(Operation operation) {
  return {*parse_shape("25x100x100x100"), DType::f32, Layout::nchw, operation};
}

TEST(Traffic, IsTwoTensorsForwardAndThreeBackward) {
  EXPECT_EQ(workload(Operation::training).minimal_bytes(), 200e6);
  EXPECT_EQ(workload(Operation::evaluation).minimal_bytes(), 200e6);
  EXPECT_EQ(workload(Operation::backward).minimal_bytes(), 300e6);
}

TEST(BufferSets, AreMoreThanTwiceTheCache) {
  for (const double cache : {1e6, 50e6, 99e6, 100e6, 1e9}) {
    for (const Operation operation : {Operation::training, Operation::backward}) {
      const double set = workload(operation).minimal_bytes();
      const int sets = buffer_sets(workload(operation), cache);
      EXPECT_GT(sets * set, 2 * cache);
      EXPECT_LE((sets - 1) * set, 2 * cache) << "and no more than that";
    }
  }
}

TEST(BufferSets, AreSomeHundredAtMost) {
  const bench::Workload small = {*parse_shape("4x3"), DType::f32, Layout::nchw};
  EXPECT_EQ(buffer_sets(small, 50e6), 256);
  EXPECT_TRUE(stay_in_the_cache(small, 50e6));
  EXPECT_FALSE(stay_in_the_cache(workload(Operation::training), 50e6));
  EXPECT_FALSE(stay_in_the_cache(workload(Operation::training), 1e9));
}

TEST(CallsTogether, AreWholeRoundsThroughTheSets) {
  EXPECT_EQ(calls_together(1, 1), 1);
  EXPECT_EQ(calls_together(1, 1e-5), 100);
  EXPECT_EQ(calls_together(7, 1e-4), 14);
  EXPECT_EQ(calls_together(3, 1e-9), 258);
  EXPECT_EQ(calls_together(1000, 1e-9), 1000);
}

}  // namespace
}  // namespace bncheck::gpu_bench

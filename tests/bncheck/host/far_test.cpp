// Tensors whose elements lie more than 2^32 elements apart, in memory that is mostly not there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>

#include "bncheck/host/tensors.h"
#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::StartsWith;

Problem far_problem(const Shape& shape, DType dtype = DType::f64) {
  return distinct_problem(shape, dtype, Layout::far, Mode::training);
}

std::int64_t bytes_in_memory(int file) {
  struct stat status {};
  fstat(file, &status);
  return status.st_blocks * 512;  // as stat(2) counts them
}

TEST(Far, CostsLittleMemory) {
  Arena arena;
  const Problem problem = far_problem({3, 4, {5}});
  Tensors tensors(arena, problem);
  add_forward(tensors, problem, true);
  tensors.prepare(Filling::poison);
  tensors.remember_inputs();
  EXPECT_EQ(tensors.changed_input(), "");
  EXPECT_EQ(tensors.written_outside(), "");
  EXPECT_GT(arena.control().windows[index_of(Slot::x)].size, std::uint64_t{1} << 36);
  EXPECT_LT(bytes_in_memory(arena.file()), 1 << 20);
}

TEST(Far, FindsOneChangedByteBesideEveryStretch) {
  Arena arena;
  for (const Side side : {Side::front, Side::back}) {
    const Strided layout = tensor_layout(Layout::far, {3, 2, {}});
    const Placed placed = arena.place(Slot::y, DType::f32, layout, side);
    mark_surroundings(placed, Mark::output_gap);
    for (const Placed& stretch : stretches(placed)) {
      for (std::byte* place : {stretch.data - 1, stretch.data + stretch.byte_size()}) {
        if (place < stretch.begin || place >= stretch.end) continue;
        *place ^= std::byte{1};
        EXPECT_NE(find_damage(placed, Mark::output_gap), Damage::none);
        *place ^= std::byte{1};
        EXPECT_EQ(find_damage(placed, Mark::output_gap), Damage::none);
      }
    }
  }
}

TEST(Far, LeavesTheNextTensorASmallWindow) {
  Arena arena;
  arena.place(Slot::x, DType::f64, tensor_layout(Layout::far, {8, 2, {}}), Side::front);
  arena.place(Slot::x, DType::f64, tensor_layout(Layout::nchw, {8, 2, {}}), Side::front);
  EXPECT_LE(arena.control().windows[index_of(Slot::x)].size, std::uint64_t{1} << 16);
}

TEST(Far, CatchesAnIndexOf32BitsInAnInput) {
  const auto narrow = load_plugin(fixture("narrow"));
  Problem problem = far_problem({2, 1, {3}});
  problem.layout.y = {};
  const Outcome<Forward<double>> outcome = narrow->forward(problem, true);
  ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
  EXPECT_TRUE(std::isnan(outcome.outputs.y.back()));
}

TEST(Far, CatchesAnIndexOf32BitsInAnOutput) {
  for (const bool in_process : {false, true}) {
    const auto narrow = load_plugin(fixture("narrow"), {.in_process = in_process});
    Problem problem = far_problem({2, 1, {3}});
    problem.layout.x = {};
    EXPECT_EQ(narrow->forward(problem, true).message,
              "wrote into the gaps between the elements of y");
  }
}

TEST(Far, CatchesAnAccessFarFromAllElements) {
  const auto narrow = load_plugin(fixture("narrow"));
  Problem problem = far_problem({8, 1, {2000}});
  problem.layout.y = {};
  EXPECT_EQ(narrow->forward(problem, true).message,
            "crashed with SIGSEGV: read in the gaps between the elements of its input x");
  problem.layout.x = {};
  problem.layout.y = {Layout::far};
  EXPECT_EQ(narrow->forward(problem, true).message,
            "crashed with SIGSEGV: wrote in the gaps between the elements of y");
}

TEST(Far, IsFollowedByOtherCases) {
  const auto copying = load_plugin(fixture("copying"));
  for (const Shape& shape : {Shape{2, 3, {}}, Shape{4, 3, {}}, Shape{1, 2, {2}}, Shape{9, 9, {}}}) {
    for (const Layout layout : {Layout::far, Layout::nchw, Layout::far}) {
      const Problem problem = distinct_problem(shape, DType::f32, layout, Mode::training);
      const Outcome<Forward<double>> outcome = copying->forward(problem, true);
      ASSERT_EQ(outcome.status, CallStatus::ok) << outcome.message;
      EXPECT_EQ(outcome.outputs.y, problem.x);
    }
  }
}

}  // namespace
}  // namespace bncheck::host

#include "core/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bncheck {
namespace {

using testing::ElementsAre;

TEST(Layout, ReadsEveryNameItPrints) {
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
    EXPECT_EQ(parse_layout(to_string(layout)), layout);
  }
  EXPECT_EQ(parse_layout("chwn"), std::nullopt);
}

TEST(Layout, PutsTheLastAxisFastestInNchw) {
  const Strided where = tensor_layout(Layout::nchw, Shape{2, 3, {4, 5}});
  EXPECT_THAT(where.strides, ElementsAre(60, 20, 5, 1));
  EXPECT_EQ(where.span(), 120);
}

TEST(Layout, PutsTheChannelFastestInNhwc) {
  const Strided where = tensor_layout(Layout::nhwc, Shape{2, 3, {4, 5}});
  EXPECT_THAT(where.strides, ElementsAre(60, 1, 15, 3));
  EXPECT_EQ(where.span(), 120);
}

TEST(Layout, LeavesGapsInStrided) {
  const Strided where = tensor_layout(Layout::strided, Shape{2, 3, {4, 5}});
  EXPECT_THAT(where.strides, ElementsAre(130, 40, 10, 2));
  EXPECT_EQ(where.span(), 130 + 119);
  EXPECT_THAT(parameter_layout(Layout::strided, 3).strides, ElementsAre(2));
  EXPECT_THAT(parameter_layout(Layout::nhwc, 3).strides, ElementsAre(1));
}

TEST(Layout, GivesEveryElementItsOwnPlace) {
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided}) {
    for (const Shape& shape : {Shape{2, 3, {}}, Shape{1, 1, {7}}, Shape{3, 2, {2, 1, 3}}}) {
      const Strided where = tensor_layout(layout, shape);
      const std::vector<std::int64_t> offsets = where.offsets();
      const std::set<std::int64_t> places(offsets.begin(), offsets.end());
      EXPECT_EQ(static_cast<std::int64_t>(places.size()), shape.size());
      EXPECT_EQ(*places.rbegin() + 1, where.span());
    }
  }
}

TEST(Layout, IsEmptyForAnEmptyTensor) {
  EXPECT_EQ(tensor_layout(Layout::nchw, Shape{0, 3, {4}}).span(), 0);
}

TEST(Gather, ReadsWhatScatterWrote) {
  const Strided where = tensor_layout(Layout::strided, Shape{2, 2, {3}});
  std::vector<float> memory(static_cast<std::size_t>(where.span()), -1);
  std::vector<double> values;
  for (int i = 0; i < 12; ++i) values.push_back(i);
  scatter(values, DType::f32, where, memory.data());
  EXPECT_EQ(gather(DType::f32, where, memory.data()), values);
}

TEST(Scatter, LeavesTheGapsAlone) {
  const Strided where = parameter_layout(Layout::strided, 3);
  std::vector<double> memory(5, -1);
  scatter(std::vector<double>{1, 2, 3}, DType::f64, where, memory.data());
  EXPECT_THAT(memory, ElementsAre(1, -1, 2, -1, 3));
}

}  // namespace
}  // namespace bncheck

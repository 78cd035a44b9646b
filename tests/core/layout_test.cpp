#include "core/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace bncheck {
namespace {

using testing::ElementsAre;

constexpr Layout kOwnPlaces[] = {Layout::nchw,     Layout::nhwc,   Layout::strided,
                                 Layout::permuted, Layout::sliced, Layout::far};

TEST(Layout, ReadsEveryNameItPrints) {
  for (int i = 0; i < kLayoutCount; ++i) {
    const auto layout = static_cast<Layout>(i);
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
  for (Layout layout : kOwnPlaces) {
    for (const Shape& shape : {Shape{2, 3, {}}, Shape{1, 1, {7}}, Shape{3, 2, {2, 1, 3}}}) {
      const Strided where = tensor_layout(layout, shape);
      const std::vector<std::int64_t> offsets = where.offsets();
      const std::set<std::int64_t> places(offsets.begin(), offsets.end());
      EXPECT_EQ(static_cast<std::int64_t>(places.size()), shape.size());
      EXPECT_EQ(*places.rbegin() + 1, where.span());
      EXPECT_EQ(*places.begin(), 0);
    }
  }
}

TEST(Layout, PutsTheFirstAxisFastestInPermuted) {
  EXPECT_THAT(tensor_layout(Layout::permuted, Shape{2, 3, {4, 5}}).strides,
              ElementsAre(1, 2, 6, 24));
}

TEST(Layout, SlicesALargerTensor) {
  const Strided where = tensor_layout(Layout::sliced, Shape{2, 3, {4, 5}});
  EXPECT_THAT(where.strides, ElementsAre(5 * 4 * 8, 4 * 8, 8, 1));
  EXPECT_EQ(where.start % 2, 1);
  EXPECT_THAT(parameter_layout(Layout::sliced, 3).strides, ElementsAre(3));
}

TEST(Layout, ExpandsOnePlace) {
  const Strided where = tensor_layout(Layout::expanded, Shape{2, 3, {4}});
  EXPECT_THAT(where.strides, ElementsAre(0, 0, 0));
  EXPECT_EQ(where.span(), 1);
}

TEST(Layout, PutsTheFirstShortAxisFarApart) {
  constexpr std::int64_t kFar = std::int64_t{1} << 32;
  EXPECT_THAT(tensor_layout(Layout::far, Shape{2, 3, {4}}).strides, ElementsAre(kFar + 12, 4, 1));
  EXPECT_THAT(tensor_layout(Layout::far, Shape{9, 3, {4}}).strides, ElementsAre(4, kFar + 36, 1));
  EXPECT_EQ(tensor_layout(Layout::far, Shape{9, 3, {4}}).far_axis(), 1U);
  EXPECT_THAT(tensor_layout(Layout::far, Shape{9, 1, {}}).strides, ElementsAre(1, 1));
  EXPECT_EQ(tensor_layout(Layout::far, Shape{9, 1, {}}).far_axis(), std::nullopt);
  EXPECT_THAT(parameter_layout(Layout::far, 3).strides, ElementsAre(kFar + 1));
}

TEST(Layouts, PrintOneWordWhereTensorsAgree) {
  for (const char* word : {"nchw", "strided+7", "nhwc+3,dy=expanded,y=nchw,parameters=strided+1",
                           "far,dy=far+1,dx=sliced"}) {
    EXPECT_EQ(to_string(parse_layouts(word).value()), word);
  }
  const Layouts alike = parse_layouts("strided").value();
  EXPECT_EQ(alike, Layouts(Layout::strided));
  EXPECT_EQ(alike.parameters, Placement{Layout::strided});
}

TEST(Layouts, RefuseWhatTheyDoNotMean) {
  for (const char* word : {"", "nchw,", "nchw+0", "nchw+64", "nchw+", "nchw+-1", "nchw+1x",
                           "expanded", "nchw,y=expanded", "nchw,x=nhwc", "nchw,dy=nhwc,dy=far",
                           "nchw,dy", "nchw,z=nhwc", "nchw nhwc"}) {
    EXPECT_EQ(parse_layouts(word), std::nullopt) << word;
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

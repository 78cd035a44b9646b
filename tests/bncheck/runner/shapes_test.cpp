#include "bncheck/runner/shapes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "bncheck/runner/shape_sets.h"
#include "core/error.h"

namespace bncheck::runner {
namespace {

using testing::HasSubstr;

std::string refusal(const std::string& text, std::optional<std::int64_t> batch = std::nullopt) {
  try {
    parse_shapes(text, batch);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(ShapeSets, AreReadable) {
  for (const ShapeSet& set : shape_sets()) {
    EXPECT_FALSE(parse_shape(set.name).has_value()) << "a name that is a shape";
    const std::vector<Shape> shapes = shapes_of(set, 2);
    EXPECT_EQ(shapes.size(), set.of.size());
    for (const Shape& shape : shapes) EXPECT_EQ(shape.n == 2, !set.with_batch);
  }
}

TEST(ShapeSets, HaveTheBatchNormsOfResNet50) {
  std::int64_t values = 0;
  const std::vector<Shape> shapes = parse_shapes("resnet50", 256);
  for (const Shape& shape : shapes) values += shape.size();
  EXPECT_EQ(shapes.size(), 12U);
  EXPECT_EQ(to_string(shapes.front()), "256x64x112x112");
  EXPECT_EQ(values, 867041280);
  const std::vector<int>& layers = shape_sets().front().layers;
  EXPECT_EQ(layers.size(), shapes.size());
  // One after the stem, three in each of 3 + 4 + 6 + 3 blocks, four beside the first blocks.
  EXPECT_EQ(std::accumulate(layers.begin(), layers.end(), 0), 1 + 3 * 16 + 4);
}

TEST(ParseShapes, TakesNamesAndShapes) {
  const std::vector<Shape> shapes = parse_shapes("lenet,256x64x5x6,128x512", std::nullopt);
  ASSERT_EQ(shapes.size(), 6U);
  EXPECT_EQ(shapes[0].n, kUsualBatch);
  EXPECT_EQ(to_string(shapes[4]), "256x64x5x6");
  EXPECT_EQ(to_string(shapes[5]), "128x512");
}

TEST(ParseShapes, LeavesTheBatchOfWholeShapesAlone) {
  EXPECT_EQ(to_string(parse_shapes("bn1d", std::nullopt).at(1)), "128x512");
  EXPECT_EQ(to_string(parse_shapes("bn1d,lenet", 8).at(1)), "128x512");
  EXPECT_THAT(refusal("bn1d", 8), HasSubstr("say their batch themselves"));
}

TEST(ParseShapes, SaysWhatItCannotRead) {
  const char* sets = "(resnet50, vgg16, lenet, mlp, pointnet, bn1d)";
  for (const char* text : {"resnet", "64", "64x", "4x5,,6x7", "lenet,", ""}) {
    EXPECT_THAT(refusal(text), HasSubstr("is neither a set")) << text;
    EXPECT_THAT(refusal(text), HasSubstr(sets)) << text;
  }
  EXPECT_THAT(refusal("4x0x3"), HasSubstr("4x0x3 has no values"));
}

TEST(ParseShapes, NamesTheLargestBatchThatFits) {
  EXPECT_THAT(refusal("vgg16", 256), HasSubstr("the largest batch that fits is 83"));
  EXPECT_EQ(refusal("vgg16", 83), "");
  EXPECT_THAT(refusal("84x64x224x224"), HasSubstr("the largest batch that fits is 83"));
  EXPECT_THAT(refusal("2x300000000"), HasSubstr("not even one image fits"));
  EXPECT_THAT(refusal("resnet50", kLargestCase), HasSubstr("the largest batch that fits is 334"));
}

TEST(ParseShapes, RefusesABatchThatNothingTakes) {
  EXPECT_THAT(refusal("2x3,4x5", 8), HasSubstr("--batch: "));
  EXPECT_EQ(refusal("2x3,lenet", 8), "");
}

TEST(CasesOf, GivesEachShapeInEachTypeAndLayout) {
  const auto cases = cases_of({{4, 1, {}}, {2, 9, {3}}}, 5,
                              {{DType::f32, DType::bf16}, {Layout::nchw, Layout::nhwc}});
  ASSERT_EQ(cases.size(), 8U);
  for (const Case& each : cases) {
    EXPECT_EQ(to_string(parse_case(to_string(each))), to_string(each)) << "it cannot be replayed";
    EXPECT_EQ(each.mode, Mode::training);
  }
  EXPECT_EQ(cases[2].dtype, DType::bf16);
  EXPECT_EQ(cases[1].layout, Layout::nhwc);
  EXPECT_EQ(cases[7].shape.c, 9);
}

TEST(CasesOf, ChoosesValuesByTheSeed) {
  const std::vector<Shape> shapes = {{4, 2, {}}};
  const properties::generators::Selection selection = {{DType::f32}, {Layout::nchw}};
  const auto x = [&](std::uint64_t seed) { return expand(cases_of(shapes, seed, selection)[0]).x; };
  EXPECT_EQ(x(1), x(1));
  EXPECT_NE(x(1), x(2));
}

}  // namespace
}  // namespace bncheck::runner

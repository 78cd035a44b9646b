#include "bncheck/runner/shape_sets.h"

#include <array>
#include <string>

namespace bncheck::runner {

std::span<const ShapeSet> shape_sets() {
  static const std::array<ShapeSet, 6> kSets = {{
      {"resnet50",
       "ResNet-50 on 224x224 images (He et al. 2016; strides as torchvision has them)",
       {"64x112x112", "64x56x56", "256x56x56", "128x56x56", "128x28x28", "512x28x28", "256x28x28",
        "256x14x14", "1024x14x14", "512x14x14", "512x7x7", "2048x7x7"},
       false,
       {1, 6, 4, 1, 7, 5, 1, 11, 7, 1, 5, 4}},
      {"vgg16",
       "VGG-16 on 224x224 images (Simonyan and Zisserman 2015, D), batch norm after each layer",
       {"64x224x224", "128x112x112", "256x56x56", "512x28x28", "512x14x14", "4096"}},
      {"lenet",
       "LeNet-5 on 32x32 images (LeCun et al. 1998), batch norm after each layer",
       {"6x28x28", "16x10x10", "120", "84"}},
      {"mlp",
       "BatchNorm1d on (n, c): dense layers of 64 to 8192 features",
       {"64", "128", "256", "512", "1024", "2048", "4096", "8192"}},
      {"pointnet",
       "BatchNorm1d on (n, c, l): PointNet on 1024 points (Qi et al. 2017), and its dense layers",
       {"64x1024", "128x1024", "1024x1024", "512", "256"}},
      {"bn1d",
       "BatchNorm1d on (n, c), small to large; the batch is part of the shape",
       {"32x128", "128x512", "1024x256", "4096x1024", "16384x512"},
       true},
  }};
  return kSets;
}

std::vector<Shape> shapes_of(const ShapeSet& set, std::int64_t n) {
  std::vector<Shape> shapes;
  for (const std::string_view each : set.of) {
    shapes.push_back(*parse_shape((set.with_batch ? "" : "1x") + std::string(each)));
    if (!set.with_batch) shapes.back().n = n;
  }
  return shapes;
}

}  // namespace bncheck::runner

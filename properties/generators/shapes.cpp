#include <algorithm>
#include <utility>

#include "properties/generators/domains.h"

namespace bncheck::properties::generators {
namespace {

namespace gen = rc::gen;

std::vector<std::int64_t> divisors(std::int64_t number) {
  std::vector<std::int64_t> all;
  for (std::int64_t each = 1; each <= number; ++each) {
    if (number % each == 0) all.push_back(each);
  }
  return all;
}

/// Draws the number of values per channel: small, powers of two and their neighbours, and rarely
/// thousands.
rc::Gen<std::int64_t> value_counts() {
  // Powers of two and their neighbours are where vector bodies meet their tails.
  return gen::weightedOneOf<std::int64_t>(
      {{15, gen::just<std::int64_t>(1)},
       {500, gen::element<std::int64_t>(2, 3, 4, 5, 7, 8)},
       {200, gen::inRange<std::int64_t>(6, 71)},  // every residue of a vector's length
       {30, gen::inRange<std::int64_t>(71, 301)},
       {300, gen::element<std::int64_t>(15, 16, 17, 31, 32, 33)},
       {130, gen::element<std::int64_t>(63, 64, 65, 127, 128, 129)},
       {40, gen::element<std::int64_t>(255, 257)},
       {12, gen::element<std::int64_t>(1023, 1024, 1025)},
       {3, gen::element<std::int64_t>(4097, 65537)}});
}

/// Draws a shape of m values per channel: any number of channels, up to three spatial axes.
rc::Gen<Shape> shapes(std::int64_t m) {
  return gen::exec([m] {
    Shape shape;
    shape.c = m > 2000
                  ? 1
                  : *gen::weightedElement<std::int64_t>(
                        {{60, 1}, {30, 2}, {30, 3}, {4, 31}, {4, 32}, {4, 33}, {2, 64}, {2, 65}});
    const int axes = *gen::inRange(0, 4);
    std::int64_t left = m;
    for (int axis = 0; axis < axes; ++axis) {
      const std::int64_t extent = *gen::elementOf(divisors(left));
      shape.spatial.push_back(extent);
      left /= extent;
    }
    shape.n = left;
    // What the divisors leave over is mostly 1: let n be any of the extents.
    if (axes > 0)
      std::swap(shape.n, shape.spatial[static_cast<std::size_t>(*gen::inRange(0, axes))]);
    return shape;
  });
}

/// The kinds of shapes. Those of 10^5 values are as rare as their cost asks for; blocks and grids
/// of threads are counted in 16 bits in places (PyTorch 16998, 2917).
enum class Kind { ordinary, no_values, no_channels, many_channels, many_images, million };

/// Returns the shape with one of its extents, other than the channels, 0.
Shape emptied(Shape shape) {
  const int axis = *gen::inRange(0, static_cast<int>(shape.spatial.size()) + 1);
  (axis == 0 ? shape.n : shape.spatial[static_cast<std::size_t>(axis) - 1]) = 0;
  return shape;
}

}  // namespace

rc::Gen<Shape> shapes() {
  return gen::exec([]() -> Shape {
    const Kind kind = *gen::weightedElement<Kind>({{20000, Kind::ordinary},
                                                   {300, Kind::no_values},
                                                   {60, Kind::no_channels},
                                                   {12, Kind::many_channels},
                                                   {12, Kind::many_images},
                                                   {1, Kind::million}});
    switch (kind) {
      case Kind::many_channels: return {2, *gen::element(65535, 65536, 131072), {}};
      case Kind::many_images: return {*gen::element(65535, 65536, 131072), 1, {}};
      case Kind::million: return {*gen::element((1 << 20) - 1, (1 << 20) + 1), 1, {}};
      default: break;
    }
    Shape shape = *shapes(*value_counts());
    if (kind == Kind::no_channels) shape.c = 0;
    return kind == Kind::no_values ? emptied(shape) : shape;
  });
}

}  // namespace bncheck::properties::generators

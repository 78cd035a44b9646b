#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/shape.h"

namespace bncheck::runner {

/// The shapes that batch norm meets in one network.
struct ShapeSet {
  std::string_view name;
  std::string_view about;            ///< the network, and where its shapes are from
  std::vector<std::string_view> of;  ///< the distinct shapes of one image: "64x112x112", "4096"
  bool with_batch = false;           ///< `of` are whole shapes, which say their batch themselves
  std::vector<int> layers = {};      ///< how many layers have each, where that was counted
};

/// Returns every set that --shapes knows by name.
std::span<const ShapeSet> shape_sets();

/// Returns the shapes of a set, in batches of n where they do not say theirs.
std::vector<Shape> shapes_of(const ShapeSet& set, std::int64_t n);

}  // namespace bncheck::runner

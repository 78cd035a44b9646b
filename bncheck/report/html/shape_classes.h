#pragma once

#include <string>
#include <vector>

#include "core/case.h"

namespace bncheck::report::html {

/// One column of the heat table: a kind of case. A case belongs to one class of each group.
struct ShapeClass {
  std::string group;  ///< "type", "values per channel", ...
  std::string name;   ///< "f32", "2 to 16", ...
  bool operator==(const ShapeClass&) const = default;
};

/// Returns all classes, in the order of columns.
const std::vector<ShapeClass>& shape_classes();

/// Returns the classes of a case, as numbers of shape_classes(): one of each group.
std::vector<std::size_t> classes_of(const Config& config);

}  // namespace bncheck::report::html

// The words of which case lines and command lines are made: dialects, layouts, shapes, patterns and
// types. Each is printed as it was read.
#include "core/dialect.h"
#include "core/dialect_fields.h"
#include "core/error.h"
#include "core/pattern.h"
#include "core/shape.h"
#include "golden/hexfloat.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

void check_dialect(std::string_view text) {
  const Dialect dialect = parse_dialect(text);
  const Dialect again = parse_dialect(to_string(dialect));
  require(again.name == dialect.name, "a dialect keeps its name");
  for (const DialectField& field : dialect_fields()) {
    require(field.print(again) == field.print(dialect), "a dialect keeps its fields");
  }
}

void check_shape(std::string_view text) {
  const auto shape = parse_shape(text);
  if (!shape) return;
  require(parse_shape(to_string(*shape)) == shape, "a shape keeps its extents");
  require(shape->size() >= 0, "the number of values fits into 64 bits");
  require(shape->extents().size() <= 5, "a shape has at most five extents");
}

void check_layouts(std::string_view text) {
  const auto layouts = parse_layouts(text);
  if (layouts) require(parse_layouts(to_string(*layouts)) == layouts, "layouts are the same");
}

}  // namespace

void fuzz_one(std::string_view input) {
  check_shape(input);
  check_layouts(input);
  if (const auto pattern = parse_pattern(input)) require(to_string(*pattern) == input, "pattern");
  if (const auto dtype = parse_dtype(input)) require(to_string(*dtype) == input, "type");
  if (const auto value = golden::parse_hexfloat(input)) {
    require(golden::to_hexfloat(*value) == input, "a hexadecimal float is printed as it was read");
  }
  check_dialect(input);
}

}  // namespace bncheck::fuzz

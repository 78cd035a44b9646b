#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::report::html {

/// A product, and the operator before it. What is wider than the window breaks between pieces.
struct Piece {
  std::size_t begin, end;  ///< in the text
  std::string sign;        ///< of the operator, as HTML; empty for the first piece
  std::string markup;      ///< the content of an mrow of MathML
};

/// A formula found in a text.
struct Found {
  std::vector<Piece> pieces;  ///< none where there is no formula
  bool is_word = false;       ///< it is one word or number, which reads the same as text
};

/// Returns an operator between two pieces; at the beginning of an element it needs no space.
std::string markup_of_sign(const std::string& sign, bool first);

/// Reads the longest formula that begins at the place: products, fractions and roots between
/// + - = < > <= >=.
Found read_formula(std::string_view text, std::size_t begin);

}  // namespace bncheck::report::html

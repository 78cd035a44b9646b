#include "bncheck/host/leftovers.h"

#include <array>
#include <bit>
#include <cstring>

#include "core/pattern.h"

namespace bncheck::host {
namespace {

using Element = std::array<std::byte, sizeof(double)>;

/// Returns a number of either sign between 2^-8 and 2^8, as the element at the offset holds it.
Element number_at(std::int64_t offset, DType dtype, std::uint64_t key) {
  constexpr std::uint64_t kExponent = 0x7ff0000000000000, kLeast = 1023 - 8;
  const std::uint64_t random = counter_random(key, 0, static_cast<std::uint64_t>(offset));
  const std::uint64_t exponent = kLeast + (random >> 52) % 16;
  Element element{};
  store(dtype, element.data(), std::bit_cast<double>((random & ~kExponent) | exponent << 52));
  return element;
}

/// Calls body with each element's logical index, its address, and the number for it.
template <class Body>
void for_each_number(const Placed& placed, std::uint64_t key, Body body) {
  const std::vector<std::int64_t> offsets = placed.layout.offsets();
  const auto size = static_cast<std::int64_t>(placed.element_size());
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    body(i, placed.data + offsets[i] * size, number_at(offsets[i], placed.dtype, key));
  }
}

}  // namespace

void leave_numbers(const Placed& placed, std::uint64_t key) {
  for_each_number(placed, key, [&](std::size_t, std::byte* element, const Element& number) {
    std::memcpy(element, number.data(), placed.element_size());
  });
}

std::vector<std::size_t> left_numbers(const Placed& placed, std::uint64_t key) {
  std::vector<std::size_t> left;
  for_each_number(placed, key, [&](std::size_t i, const std::byte* element, const Element& number) {
    if (std::memcmp(element, number.data(), placed.element_size()) == 0) left.push_back(i);
  });
  return left;
}

}  // namespace bncheck::host

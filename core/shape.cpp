#include "core/shape.h"

#include <charconv>
#include <numeric>

namespace bncheck {

std::int64_t Shape::spatial_size() const {
  return std::accumulate(spatial.begin(), spatial.end(), std::int64_t{1}, std::multiplies<>());
}

std::int64_t Shape::index(std::int64_t channel, std::int64_t j) const {
  const std::int64_t s = spatial_size();
  return (j / s * c + channel) * s + j % s;
}

std::vector<std::int64_t> Shape::extents() const {
  std::vector<std::int64_t> all = {n, c};
  all.insert(all.end(), spatial.begin(), spatial.end());
  return all;
}

std::string to_string(const Shape& shape) {
  std::string text;
  for (std::int64_t extent : shape.extents()) {
    if (!text.empty()) text += 'x';
    text += std::to_string(extent);
  }
  return text;
}

std::optional<Shape> parse_shape(std::string_view text) {
  // Extents are bounded so that no product of five can overflow 64 bits.
  constexpr std::int64_t kMaxSize = std::int64_t{1} << 40;
  std::vector<std::int64_t> extents;
  const char* at = text.data();
  const char* end = at + text.size();
  std::int64_t size = 1;
  while (true) {
    std::int64_t extent = 0;
    const auto [next, error] = std::from_chars(at, end, extent);
    if (error != std::errc() || extent < 0 || extent > kMaxSize) return std::nullopt;
    if (extent > 0 && size > kMaxSize / extent) return std::nullopt;
    size *= extent > 0 ? extent : 1;
    extents.push_back(extent);
    if (next == end) break;
    if (*next != 'x') return std::nullopt;
    at = next + 1;
  }
  if (extents.size() < 2 || extents.size() > 5) return std::nullopt;
  return Shape{extents[0], extents[1], {extents.begin() + 2, extents.end()}};
}

}  // namespace bncheck

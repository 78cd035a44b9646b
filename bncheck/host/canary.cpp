#include "bncheck/host/canary.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/error.h"

namespace bncheck::host {
namespace {

/// Returns the bits of the quiet NaN with the mark as its payload; six bits fit every format.
std::uint64_t pattern(DType dtype, Mark mark) {
  const auto payload = static_cast<std::uint64_t>(mark);
  switch (dtype) {
    case DType::f16: return 0x7e00 | payload;
    case DType::bf16: return 0x7fc0 | payload;
    case DType::f32: return 0x7fc00000 | payload;
    case DType::f64: return 0x7ff8000000000000 | payload;
  }
  BN_ASSERT(false && "unknown dtype");
}

/// Calls body with a zero of the unsigned type that has the element's size.
template <class Body>
auto with_bits(DType dtype, Body&& body) {
  switch (size_of(dtype)) {
    case 2: return body(std::uint16_t{});
    case 4: return body(std::uint32_t{});
    default: return body(std::uint64_t{});
  }
}

void fill(std::byte* begin, std::byte* end, DType dtype, Mark mark) {
  with_bits(dtype, [&](auto zero) {
    using Bits = decltype(zero);
    std::fill(reinterpret_cast<Bits*>(begin), reinterpret_cast<Bits*>(end),
              static_cast<Bits>(pattern(dtype, mark)));
  });
}

bool all_marked(const std::byte* begin, const std::byte* end, DType dtype, Mark mark) {
  return with_bits(dtype, [&](auto zero) {
    using Bits = decltype(zero);
    const auto expected = static_cast<Bits>(pattern(dtype, mark));
    return std::all_of(reinterpret_cast<const Bits*>(begin), reinterpret_cast<const Bits*>(end),
                       [expected](Bits bits) { return bits == expected; });
  });
}

bool is_marked(const Placed& placed, std::int64_t offset, Mark mark) {
  const std::byte* element =
      placed.data + offset * static_cast<std::int64_t>(placed.element_size());
  return all_marked(element, element + placed.element_size(), placed.dtype, mark);
}

bool none_marked(const Placed& placed, Mark mark) {
  return with_bits(placed.dtype, [&](auto zero) {
    using Bits = decltype(zero);
    const auto sought = static_cast<Bits>(pattern(placed.dtype, mark));
    const auto* begin = reinterpret_cast<const Bits*>(placed.data);
    return std::count(begin, begin + placed.layout.span(), sought) == 0;  // vectorizes
  });
}

bool has_gaps(const Strided& layout) {
  std::int64_t elements = 1;
  for (std::int64_t extent : layout.shape) elements *= extent;
  return layout.span() != elements;
}

std::byte* data_end(const Placed& placed) { return placed.data + placed.byte_size(); }

std::byte* watched_begin(const Placed& placed) {
  return placed.data - std::min(placed.data - placed.begin, kWatched);
}

std::byte* watched_end(const Placed& placed) {
  return data_end(placed) + std::min(placed.end - data_end(placed), kWatched);
}

bool gaps_marked(const Placed& placed, Mark mark) {
  std::vector<bool> used(static_cast<std::size_t>(placed.layout.span()));
  for (std::int64_t offset : placed.layout.offsets()) used[static_cast<std::size_t>(offset)] = true;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i] && !is_marked(placed, static_cast<std::int64_t>(i), mark)) return false;
  }
  return true;
}

Damage damage_of_stretch(const Placed& placed, Mark mark) {
  if (!all_marked(data_end(placed), watched_end(placed), placed.dtype, mark)) return Damage::after;
  if (!all_marked(watched_begin(placed), placed.data, placed.dtype, mark)) return Damage::before;
  if (has_gaps(placed.layout) && !gaps_marked(placed, mark)) return Damage::gaps;
  return Damage::none;
}

}  // namespace

std::string describe_damage(Damage damage, std::string_view name) {
  const std::string tensor(name);
  switch (damage) {
    case Damage::none: return "";
    case Damage::before: return "wrote before the start of " + tensor;
    case Damage::after: return "wrote past the end of " + tensor;
    case Damage::gaps: return "wrote into the gaps between the elements of " + tensor;
  }
  return "";
}

void mark_surroundings(const Placed& placed, Mark mark) {
  for (const Placed& each : stretches(placed)) {
    fill(watched_begin(each), each.data, each.dtype, mark);
    if (has_gaps(each.layout)) fill(each.data, data_end(each), each.dtype, mark);
    fill(data_end(each), watched_end(each), each.dtype, mark);
  }
}

void mark_elements(const Placed& placed, Mark mark) {
  if (!has_gaps(placed.layout)) {
    fill(placed.data, data_end(placed), placed.dtype, mark);
    return;
  }
  const auto size = static_cast<std::int64_t>(placed.element_size());
  for (std::int64_t offset : placed.layout.offsets()) {
    std::byte* element = placed.data + offset * size;
    fill(element, element + size, placed.dtype, mark);
  }
}

Damage find_damage(const Placed& placed, Mark mark) {
  const std::vector<Placed> all = stretches(placed);
  for (const Placed& each : all) {
    const Damage damage = damage_of_stretch(each, mark);
    if (damage == Damage::none) continue;
    const bool outermost = (damage == Damage::before && &each == &all.front()) ||
                           (damage == Damage::after && &each == &all.back());
    return outermost ? damage : Damage::gaps;
  }
  return Damage::none;
}

std::vector<std::size_t> marked_elements(const Placed& placed, Mark mark) {
  std::vector<std::size_t> marked;
  if (!has_gaps(placed.layout) && none_marked(placed, mark)) return marked;
  const std::vector<std::int64_t> offsets = placed.layout.offsets();
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (is_marked(placed, offsets[i], mark)) marked.push_back(i);
  }
  return marked;
}

}  // namespace bncheck::host

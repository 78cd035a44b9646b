#include "bncheck/host/dirt.h"

#include <algorithm>
#include <cstring>

#include "core/pattern.h"

namespace bncheck::host {

void soil(std::span<std::byte> memory, std::uint64_t key) {
  constexpr std::uint64_t kNan = ~std::uint64_t{0};
  for (std::size_t i = 0; i < memory.size(); i += sizeof kNan) {
    const std::size_t word = i / sizeof kNan;
    const std::uint64_t bits = word % 2 == 0 ? kNan : counter_random(key, 0, word);
    std::memcpy(&memory[i], &bits, std::min(sizeof bits, memory.size() - i));
  }
}

}  // namespace bncheck::host

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace bncheck::host {

/// Fills memory with what nobody may rely on, the same every time: NaNs of every format, and
/// between them numbers without pattern, which differ from one key to another.
void soil(std::span<std::byte> memory, std::uint64_t key);

}  // namespace bncheck::host

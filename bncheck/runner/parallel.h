#pragma once

#include <cstdint>
#include <functional>

namespace bncheck::runner {

/// Calls work(thread, i) once for each i below count, taken in order by this many threads, of which
/// number 0 is the caller's. Where `stop` says so, no further i is taken: every i before one that
/// was worked on was worked on, too. Throws what the first of them threw.
void share_out(
    std::uint64_t count, unsigned threads,
    const std::function<void(unsigned thread, std::uint64_t i)>& work,
    const std::function<bool()>& stop = [] { return false; });

}  // namespace bncheck::runner

#pragma once

#include "kernel/tensors.h"

// The order in which a channel's outputs are computed: for_each(m, body, tail, write) writes
// body(j), or tail(j), to every place j.
namespace variants {

/// All values in the same way.
struct Straight {
  template <class Body, class Tail, class Write>
  static void for_each(std::int64_t m, const Body& body, const Tail&, const Write& write) {
    for (std::int64_t j = 0; j < m; ++j) write(j, body(j));
  }
};

/// Values in fours, and what is left over in another way, as vector code does it.
struct Fours {
  template <class Body, class Tail, class Write>
  static void for_each(std::int64_t m, const Body& body, const Tail& tail, const Write& write) {
    const std::int64_t whole = m / 4 * 4;
    for (std::int64_t j = 0; j < whole; ++j) write(j, body(j));
    for (std::int64_t j = whole; j < m; ++j) write(j, tail(j));
  }
};

/// Values in fours, the last four of which may overlap those before: they are computed twice.
struct OverlappingFours {
  template <class Body, class Tail, class Write>
  static void for_each(std::int64_t m, const Body& body, const Tail&, const Write& write) {
    const std::int64_t whole = m / 4 * 4;
    for (std::int64_t j = 0; j < whole; ++j) write(j, body(j));
    const std::int64_t last = m < 4 ? 0 : m - 4;
    for (std::int64_t j = whole == m ? m : last; j < m; ++j) write(j, body(j));
  }
};

/// Writes a channel of a tensor by the loop of V: at once, or after all of it has been computed.
template <class V, class P, class Body, class Tail>
void produce(const Tensor& out, std::int64_t channel, std::int64_t m, const Body& body,
             const Tail& tail) {
  if constexpr (V::kInPlace) {
    Values<P> values(m);
    P* to = values.data();
    V::Loop::for_each(m, body, tail, [&](std::int64_t j, P value) { to[j] = value; });
    for (std::int64_t j = 0; j < m; ++j) out.set(channel, j, to[j]);
  } else {
    V::Loop::for_each(m, body, tail, [&](std::int64_t j, P value) { out.set(channel, j, value); });
  }
}

}  // namespace variants

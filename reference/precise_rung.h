#pragma once

#include <cstdint>

#include "core/ball.h"
#include "core/batch_norm.h"
#include "core/dialect.h"

namespace bncheck::reference {

/// Batch norm in balls of one width. Each function writes one channel's share of the outputs, which
/// already have their sizes, unless a wider rung would enclose var + eps better: then it returns
/// false and has written nothing.
struct Rung {
  int bits = 0;
  bool (*statistics)(const Problem&, std::int64_t channel, Statistics<Ball>&) = nullptr;
  bool (*forward)(const Problem&, const Dialect&, std::int64_t channel, Forward<Ball>&) = nullptr;
  bool (*backward)(const Problem&, std::int64_t channel, Backward<Ball>&) = nullptr;
  bool (*double_backward)(const Problem&, const SecondGradients&, std::int64_t channel,
                          DoubleBackward<Ball>&) = nullptr;
};

/// Returns the rung whose middles have kBits bits. Defined for the widths of precise_oracle.cpp,
/// each in a file of its own, because each takes seconds to compile.
template <int kBits>
Rung rung();

}  // namespace bncheck::reference

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/ball.h"

namespace bncheck {

/// What a check concludes, in the words of ISO 9646; the larger one wins when verdicts merge.
///   skip          the law does not apply to the case, or the implementation honestly refused it
///   pass          the law holds
///   inconclusive  the budget is wider than the law's own range: nothing could be decided
///   fail          the law is broken
///   error         the implementation crashed, hung, or touched what is not its own
enum class Verdict { skip, pass, inconclusive, fail, error };

std::string_view to_string(Verdict verdict);
Verdict merge(Verdict a, Verdict b);

/// The element that says most about a judgement: the worst one, or the first broken one.
struct Evidence {
  std::string what;       ///< the tensor or quantity, e.g. "y" or "sum(y) - m*bias"
  std::size_t index = 0;  ///< in logical order
  double got = 0;         ///< what the implementation answered
  Ball truth;             ///< the enclosure of the exact value
  double budget = 0;      ///< the error an honest implementation may make
  double ratio = 0;       ///< |got - truth| / (budget + radius of truth); above 1 is a failure
};

/// The conclusion of one law on one case.
struct Judgement {
  Verdict verdict = Verdict::skip;
  std::string reason;  ///< one sentence; empty for a pass
  std::optional<Evidence> evidence;

  /// Takes over the other judgement if its verdict is larger, or equal with a larger ratio.
  void merge(const Judgement& other);
};

Judgement skipped(std::string reason);
Judgement failed(std::string reason);
Judgement errored(std::string reason);

}  // namespace bncheck

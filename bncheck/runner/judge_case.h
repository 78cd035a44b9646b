#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "core/case.h"
#include "core/dialect.h"
#include "core/implementation.h"
#include "properties/property.h"

namespace bncheck::runner {

/// What a case says of a law that does not apply to it.
inline constexpr const char* kDoesNotApply = "the law does not apply to the case";

/// Up to this many values a case is judged as a whole: the enclosures of its values take some
/// hundred bytes each, and all laws together some fifty calls, seconds in all.
inline constexpr std::int64_t kLargestWhole = 100000;

/// What a case that is judged by channel says of a law that makes problems of its own.
inline constexpr const char* kDoesNotSplit =
    "the law puts other problems to the implementation, and is not judged on a case this large";

/// Puts one case to the laws; null stands for a retired one. After a fault the laws that follow are
/// skipped: the law that found it (with all laws, "execution") stands for all. A case larger than
/// kLargestWhole is judged by channel, by the laws that allow it. The seconds are those of
/// judge_trial; a case that is judged by channel gives none.
std::vector<Judgement> judge_case(const Case& input,
                                  const std::vector<const properties::Property*>& laws,
                                  Implementation& implementation, const Dialect& dialect,
                                  std::vector<double>* seconds = nullptr);

/// How many elements of the outputs equal the correctly rounded ones, bit for bit (-0 = +0);
/// nothing where the implementation gave no answer.
struct Exactness {
  std::optional<std::uint64_t> y;
  std::optional<std::uint64_t> dx;
};

/// What is known of a case that was judged channel by channel.
struct ByChannel {
  std::vector<Judgement> judgements;  ///< in the order of the laws
  Exactness exact;
};

/// Runs forward and backward once on the whole case, and has threads judge every element, a few
/// channels at a time: the memory is that of the values alone. Laws that do not split by channel
/// are skipped. Verdict and evidence are those of the whole, but that evidence comes from parts
/// that could be decided if there are any. `judged` hears, on the caller's thread, how many values
/// have been judged so far.
ByChannel judge_by_channel(
    const Case& input, const std::vector<const properties::Property*>& laws,
    Implementation& implementation, const Dialect& dialect, unsigned threads,
    const std::function<void(std::int64_t values)>& judged = [](std::int64_t) {});

}  // namespace bncheck::runner

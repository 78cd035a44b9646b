#include "bncheck/report/missing.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace bncheck::report {
namespace {

constexpr std::size_t kMostNamed = 8;  // shards in one sentence

/// Runs that were merged before count as shard 1/1.
std::uint64_t shards_of(const std::vector<RunRecord>& runs) {
  std::uint64_t count = 1;
  for (const RunRecord& run : runs) count = std::max(count, run.shard.count);
  return count;
}

/// How many of the first `end` cases each shard has; a shard that has none is left out.
std::map<std::uint64_t, std::uint64_t> held_cases(const std::vector<RunRecord>& runs,
                                                  std::uint64_t shards, std::uint64_t end) {
  std::map<std::uint64_t, std::uint64_t> held;
  for (const RunRecord& run : runs) {
    for (const RecordedCase& one : run.cases) {
      if (one.index < end) ++held[runner::owner_of(one.index, shards)];
    }
  }
  return held;
}

std::uint64_t count_of(const std::map<std::uint64_t, std::uint64_t>& held, std::uint64_t shard) {
  const auto found = held.find(shard);
  return found == held.end() ? 0 : found->second;
}

std::string joined(std::vector<std::string> names, std::size_t all) {
  if (all > names.size()) names.push_back(fmt::format("{} more", all - names.size()));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string missing_of_planned(const std::vector<RunRecord>& runs, std::uint64_t end) {
  const std::uint64_t shards = shards_of(runs);
  const auto held = held_cases(runs, shards, end);
  std::uint64_t missing = 0;
  std::size_t lacking = 0;
  std::vector<std::string> names;
  for (std::uint64_t number = 1; number <= shards; ++number) {
    const std::uint64_t own = runner::Shard{number, shards}.part_of(end) - count_of(held, number);
    if (own == 0) continue;
    missing += own;
    if (++lacking <= kMostNamed) names.push_back(fmt::format("{} of {}/{}", own, number, shards));
  }
  if (missing == 0) return "";
  return fmt::format("{} {} missing, by shard: {}", missing, missing == 1 ? "case is" : "cases are",
                     joined(names, lacking));
}

std::string missing_of_timed(const std::vector<RunRecord>& runs) {
  const std::uint64_t shards = shards_of(runs);
  auto held = held_cases(runs, shards, UINT64_MAX);
  std::vector<std::string> parts;
  for (const RunRecord& run : runs) {
    if (run.shard.count == shards) ++held[run.shard.number];
    if (run.complete && run.stopped_because != runner::kInterrupted) continue;
    parts.push_back(
        fmt::format("shard {}/{} did not come to its end", run.shard.number, run.shard.count));
  }
  std::size_t lacking = 0;
  std::vector<std::string> names;
  for (std::uint64_t number = 1; number <= shards; ++number) {
    if (count_of(held, number) > 0) continue;
    if (++lacking <= kMostNamed) names.push_back(fmt::format("{}/{}", number, shards));
  }
  if (lacking > 0) parts.push_back("missing are the shards " + joined(names, lacking));
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string tell_missing(const std::vector<RunRecord>& runs, std::uint64_t end) {
  const bool timed = runs.front().planned_cases == 0;
  return timed ? missing_of_timed(runs) : missing_of_planned(runs, end);
}

}  // namespace bncheck::report

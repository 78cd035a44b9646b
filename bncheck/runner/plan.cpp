#include "bncheck/runner/plan.h"

#include <algorithm>

namespace bncheck::runner {
namespace {

constexpr std::uint64_t kDrawn = 192;  // cases of a block
constexpr std::uint64_t kClimb = kClimbCases;
constexpr std::uint64_t kBlock = kDrawn + kClimb;

}  // namespace

Unit unit_of(std::uint64_t index) {
  const std::uint64_t place = index % kBlock;
  if (place < kDrawn) return {index, 1, false};
  return {index - place + kDrawn, kClimb, true};
}

std::uint64_t owner_of(std::uint64_t index, std::uint64_t shards) {
  const Unit unit = unit_of(index);
  const std::uint64_t block = unit.first / kBlock;
  const std::uint64_t turn = unit.climbs ? block : block * kDrawn + unit.first % kBlock;
  return turn % shards + 1;
}

bool Shard::has(const Unit& unit) const { return owner_of(unit.first, count) == number; }

std::vector<Unit> Shard::next_units(std::uint64_t& index, std::uint64_t cases,
                                    std::uint64_t end) const {
  std::vector<Unit> units;
  for (std::uint64_t taken = 0; taken < cases && index < end;) {
    Unit unit = unit_of(index);
    index = unit.end();
    if (!has(unit)) continue;
    unit.count = std::min(unit.count, end - unit.first);
    taken += unit.count;
    units.push_back(unit);
  }
  return units;
}

std::uint64_t Shard::part_of(std::uint64_t cases) const {
  const auto share = [this](std::uint64_t units) {
    return units / count + (units % count >= number ? 1 : 0);
  };
  const std::uint64_t blocks = cases / kBlock;
  const std::uint64_t rest = cases % kBlock;
  std::uint64_t part = share(blocks * kDrawn + std::min(rest, kDrawn)) + share(blocks) * kClimb;
  if (rest > kDrawn && has(unit_of(cases - 1))) part += rest - kDrawn;
  return part;
}

}  // namespace bncheck::runner

#include "properties/room.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "properties/binades.h"
#include "properties/trial.h"
#include "properties/varied.h"

namespace bncheck::properties {
namespace {

/// What the formats of a contract have in common: the longest significand, the narrowest range.
struct Room {
  int digits = 0;
  int lowest = -2000;
  int highest = 2000;

  Room(const Problem& problem, const Contract& contract) {
    for (DType each : {contract.element, contract.accumulator, contract.stored, contract.applied,
                       problem.parameters()}) {
      // What is kept in the parameter's type and never narrowed below it costs no range.
      if (each == problem.parameters() && recomputes_wider(contract, each)) continue;
      digits = std::max(digits, 1 - std::ilogb(2 * unit_roundoff(each)));
      lowest = std::max(lowest, std::ilogb(smallest_normal(each)));
      highest = std::min(highest, std::ilogb(largest_finite(each)));
    }
  }

  bool fits(Binades quantity) const { return quantity.low >= lowest && quantity.high < highest; }

 private:
  static bool recomputes_wider(const Contract& contract, DType parameter) {
    return contract.double_parameters && contract.stored != parameter &&
           contract.backward_statistics == BackwardStatistics::recomputed;
  }
};

int bits_of(std::int64_t count) { return std::bit_width(static_cast<std::uint64_t>(count)); }

/// Returns where x - mean and both operands lie. A sum is a multiple of the last place of its
/// smallest term, and m divides it. Where the difference cancels, mean is at least |x|/2, and it is
/// a multiple of its last place; elsewhere it is at least half of the larger operand.
Binades centered_binades(Binades x, int digits, int count) {
  const int mean = x.low - digits - count;
  return {std::min(x.low - digits - 1, mean), x.high + 2};
}

/// Returns e where every dweight that was answered is 0 or at least 2^e; nothing where one says
/// nothing of the sum it was rounded from.
std::optional<int> lowest_binade(Trial& trial) {
  const std::vector<double>& dweight = trial.backward().outputs.dweight;
  const DType parameter = trial.problem().parameters();
  const bool narrowed = unit_roundoff(trial.contract().accumulator) < unit_roundoff(parameter);
  const auto telling = [&](double value) {
    return std::fabs(value) > smallest_normal(parameter) || (value == 0 && !narrowed);
  };
  const bool all = std::all_of(dweight.begin(), dweight.end(), telling);
  if (dweight.empty() || !all || !all_finite(dweight)) return std::nullopt;
  return binades_of(dweight).low;
}

}  // namespace

bool has_room_in_evaluation(const Problem& problem, const Contract& contract) {
  const auto negative = [](double var) { return !(var >= 0); };
  if (std::any_of(problem.running_var.begin(), problem.running_var.end(), negative)) return false;
  const Room room(problem, contract);
  const Binades x = both(binades_of(problem.x), binades_of(problem.running_mean));
  // A difference is a multiple of the last place of the smaller operand, or, fused with a product,
  // of the product of two.
  const Binades centered = {x.low - 2 * room.digits, x.high + 1};
  const Binades eps = binades_of(problem.eps);
  Binades radicand = both(binades_of(problem.running_var), eps);
  radicand.high += 1;
  const Binades invstd = inverse_root(radicand);
  const Binades terms = products({centered, invstd, binades_of(problem.weight)});
  const Binades sums = both(terms, binades_of(problem.bias));
  return !contract.flushes_subnormals && room.fits(radicand) && room.fits(eps) &&
         room.fits({terms.low, sums.high + 2});
}

std::optional<double> smallest_roomy_gradient(Trial& trial) {
  const Problem& problem = trial.problem();
  const Contract& contract = trial.contract();
  // Welford's means may be arbitrarily close to 0, and 1/sqrt(var) knows no bound without eps.
  const bool open = contract.variance == VarianceAlgorithm::welford || !(problem.eps > 0);
  if (open || contract.flushes_subnormals) return std::nullopt;
  const Room room(problem, contract);
  const int count = bits_of(problem.shape.values_per_channel());
  const Binades x = binades_of(problem.x);
  const Binades dy = binades_of(problem.dy);
  const Binades weight = binades_of(problem.weight);
  const Binades eps = binades_of(problem.eps);
  const Binades centered = centered_binades(x, room.digits, count);
  const Binades squares = {2 * centered.low - count, 2 * centered.high + count};
  const Binades var = {eps.low, std::max(2 * centered.high, eps.high) + 1};
  const Binades invstd = inverse_root(var);
  const Binades product = products({dy, weight, centered, invstd});
  // Fused, a partial sum of products is a multiple of the product of two last places.
  const Binades sums = {product.low - 2 * room.digits - count, product.high + count};
  const std::optional<int> answered = lowest_binade(trial);
  const Binades total = {answered ? *answered - std::max(0, invstd.high) - count : sums.low,
                         sums.high};
  Binades term = products({centered, invstd, invstd, invstd, weight, total});
  if (contract.apply != ApplyForm::direct) term.low -= 2 * room.digits;  // p*x + q may cancel
  const bool fits = room.fits(squares) && room.fits(eps) && room.fits(var) && room.fits(sums) &&
                    room.fits({term.low, std::max(term.high, dy.high + count) + 2});
  if (!fits) return std::nullopt;
  // What the last product multiplies was of full precision if dx, without that factor, is.
  const int scale = std::max(0, invstd.high) + std::max(0, weight.high) + 1;
  return std::max(std::ldexp(1.0, room.lowest + scale), smallest_normal(problem.dtype));
}

bool is_in_every_format(double value, const Problem& problem, const Contract& contract) {
  if (!std::isfinite(value)) return false;
  for (const DType format : {problem.dtype, problem.parameters(), contract.element,
                             contract.accumulator, contract.stored, contract.applied}) {
    const bool normal = value == 0 || std::fabs(value) >= smallest_normal(format);
    if (!normal || round_to(format, value) != value) return false;
  }
  return true;
}

Problem with_common_bias(Problem problem) {
  for (double& bias : problem.bias) {
    const double common = round_to(DType::f16, round_to(DType::bf16, bias));
    if (std::isfinite(common)) bias = common;
  }
  return problem;
}

}  // namespace bncheck::properties

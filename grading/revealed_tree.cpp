#include "grading/revealed_tree.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "properties/summation_tree.h"
#include "properties/varied.h"

namespace bncheck::grading {
namespace {

using properties::SummationTree;
using properties::Trial;

constexpr auto kPlaces = static_cast<std::size_t>(kMaskedValues);
constexpr double kLarge = 0x1p15;
// M absorbs up to 62 ones at once, on the side where its neighbour is nearer: at a distance of 128
// ones if M is 2^7/u of them.
constexpr double kAbsorbing = 0x1p7;

using Tensor = std::vector<double> Problem::*;
/// Returns the sums of all channels, of what was masked; nothing without an answer.
using Sums = std::function<std::optional<std::vector<double>>(Trial& trial)>;

/// Every channel has a mask of its own, so that one call asks for all partners of a place.
Problem blank(const Subject& subject) {
  Case input = training_case(subject, {1, kMaskedValues - 1, {kMaskedValues}});
  input.eps = 1;
  return expand(input);
}

std::size_t partner(std::size_t place, std::size_t channel) {
  return channel < place ? channel : channel + 1;
}

std::vector<double> masks(const Shape& shape, std::size_t place, double one) {
  std::vector<double> values(static_cast<std::size_t>(shape.size()), one);
  for (std::size_t c = 0; c + 1 < kPlaces; ++c) {
    values[c * kPlaces + place] = kLarge;
    values[c * kPlaces + partner(place, c)] = -kLarge;
  }
  return values;
}

/// Returns whether all masks were answered.
bool ask(SummationTree& tree, double one, const Subject& subject, Tensor masked, const Sums& sum) {
  Problem problem = blank(subject);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    problem.*masked = masks(problem.shape, place, one);
    Trial trial(subject.court, problem);
    const auto sums = sum(trial);
    if (!sums || sums->size() + 1 != kPlaces) return false;
    for (std::size_t c = 0; c < sums->size(); ++c) {
      tree.note(place, partner(place, c), (*sums)[c] / one);
    }
  }
  return true;
}

RevealedTree read(const SummationTree& tree, DType precision) {
  RevealedTree result;
  result.precision = precision;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const std::optional<int> additions = tree.additions(place);
    if (!additions) return result;
    result.height = std::max(result.height, *additions);
  }
  const bool is_chain = result.height == static_cast<int>(kPlaces) - 1;
  result.kind = is_chain ? RevealedTree::Kind::chain : RevealedTree::Kind::tree;
  return result;
}

/// Asks beside ones that f32 loses and, if none is lost, beside ones that f64 loses.
std::optional<RevealedTree> reveal(const Subject& subject, Tensor masked, const Sums& sum) {
  RevealedTree result;
  for (const DType precision : {DType::f32, DType::f64}) {
    const double one = kLarge / kAbsorbing * unit_roundoff(precision);
    SummationTree tree(kPlaces);
    if (!ask(tree, one, subject, masked, sum)) return std::nullopt;
    if (!tree.lost_nothing()) return read(tree, precision);
  }
  result.kind = RevealedTree::Kind::exact;
  return result;
}

std::optional<std::vector<double>> sums_of_x(Trial& trial) {
  if (trial.forward().status != CallStatus::ok) return std::nullopt;
  const Forward<double>& got = trial.forward().outputs;
  std::vector<double> sums = got.save_mean.empty() ? got.running_mean : got.save_mean;
  for (double& sum : sums) sum *= static_cast<double>(kMaskedValues);
  return sums;
}

std::optional<std::vector<double>> sums_of_dy(Trial& trial) {
  if (trial.backward().status != CallStatus::ok) return std::nullopt;
  return trial.backward().outputs.dbias;
}

}  // namespace

std::optional<RevealedTree> tree_of_mean(const Subject& subject) {
  return reveal(subject, &Problem::x, sums_of_x);
}

std::optional<RevealedTree> tree_of_dbias(const Subject& subject) {
  if (!subject.court.implementation.has_backward()) return std::nullopt;
  return reveal(subject, &Problem::dy, sums_of_dy);
}

}  // namespace bncheck::grading

#include "golden/difference.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "core/ulp.h"
#include "golden/hexfloat.h"

namespace bncheck::golden {
namespace {

/// A tensor of a vector, under the name of its place in the file.
struct Named {
  std::string name;
  const std::vector<double>* values;
  DType dtype;
};

std::vector<Named> tensors(const TestVector& vector) {
  static const Backward<double> no_backward;
  static const DoubleBackward no_second;
  const Problem& problem = vector.problem;
  const Forward<double>& forward = vector.forward;
  const Backward<double>& backward = vector.backward ? *vector.backward : no_backward;
  const DoubleBackward& second = vector.double_backward ? *vector.double_backward : no_second;
  const DType whole = problem.dtype;
  const DType parameter = problem.parameters();
  return {{"inputs.x", &problem.x, whole},
          {"inputs.weight", &problem.weight, parameter},
          {"inputs.bias", &problem.bias, parameter},
          {"inputs.running_mean", &problem.running_mean, parameter},
          {"inputs.running_var", &problem.running_var, parameter},
          {"inputs.dy", &problem.dy, whole},
          {"inputs.ddx", &second.ddx, whole},
          {"inputs.ddweight", &second.ddweight, parameter},
          {"inputs.ddbias", &second.ddbias, parameter},
          {"y", &forward.y, whole},
          {"save_mean", &forward.save_mean, parameter},
          {"save_invstd", &forward.save_invstd, parameter},
          {"running_mean", &forward.running_mean, parameter},
          {"running_var", &forward.running_var, parameter},
          {"dx", &backward.dx, whole},
          {"dweight", &backward.dweight, parameter},
          {"dbias", &backward.dbias, parameter},
          {"d_dy", &second.d_dy, whole},
          {"d_x", &second.d_x, whole},
          {"d_weight", &second.d_weight, parameter}};
}

std::string flags_text(const TestVector& vector) {
  std::string text;
  for (const Flag& flag : vector.flags) {
    text += (text.empty() ? "" : "; ") + flag.name + ": " + flag.reason;
  }
  return text.empty() ? "none" : text;
}

std::vector<std::pair<std::string, std::string>> fields(const TestVector& vector) {
  const Problem& problem = vector.problem;
  const auto& refusal = vector.refusal;
  return {{"title", vector.title},
          {"source", vector.source},
          {"flags", flags_text(vector)},
          {"dtype", std::string(to_string(problem.dtype))},
          {"shape", to_string(problem.shape)},
          {"layout", std::string(to_string(problem.layout))},
          {"mode", std::string(to_string(problem.mode))},
          {"eps", to_hexfloat(problem.eps)},
          {"momentum", to_hexfloat(problem.momentum)},
          {"dialect", to_string(vector.dialect)},
          {"raises", refusal ? refusal->type + ": " + refusal->message : "nothing"},
          {"contract", to_string(vector.contract, problem.dtype)},
          {"provenance", vector.provenance}};
}

/// The number's place among those of the format, from 0 on. Exact: |value| is so many ulps.
std::uint64_t rank(DType dtype, double magnitude) {
  const double step = ulp(dtype, magnitude);
  const int binade = std::ilogb(step) - std::ilogb(smallest_subnormal(dtype));
  const auto in_binade = static_cast<std::uint64_t>(0.5 / unit_roundoff(dtype));
  return static_cast<std::uint64_t>(binade) * in_binade +
         static_cast<std::uint64_t>(magnitude / step);
}

bool same_bits(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) ||
         std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Whether the one lies further apart than the other; no number of steps lies furthest.
bool further(const std::optional<std::uint64_t>& one, const std::optional<std::uint64_t>& other) {
  return other.has_value() && (!one.has_value() || *one > *other);
}

void add_tensor(VectorDifference& found, const Named& a, const Named& b) {
  TensorDifference tensor{a.name, a.values->size(), b.values->size(), 0, 0, 0, 0, 0};
  const std::size_t shared = tensor.size_a == tensor.size_b ? tensor.size_a : 0;
  for (std::size_t i = 0; i < shared; ++i) {
    const double in_a = (*a.values)[i], in_b = (*b.values)[i];
    if (same_bits(in_a, in_b)) continue;
    // Of other types: in steps of the coarser.
    const DType coarser = unit_roundoff(a.dtype) < unit_roundoff(b.dtype) ? b.dtype : a.dtype;
    const auto ulps = ulps_between(coarser, round_to(coarser, in_a), round_to(coarser, in_b));
    if (tensor.differing++ > 0 && !further(ulps, tensor.ulps)) continue;
    tensor.place = i;
    tensor.a = in_a;
    tensor.b = in_b;
    tensor.ulps = ulps;
  }
  if (tensor.differing > 0 || tensor.size_a != tensor.size_b) found.tensors.push_back(tensor);
}

}  // namespace

std::optional<std::uint64_t> ulps_between(DType dtype, double a, double b) {
  if (a == b) return 0;
  if (!std::isfinite(a) || !std::isfinite(b)) return std::nullopt;
  const std::uint64_t of_a = rank(dtype, std::abs(a)), of_b = rank(dtype, std::abs(b));
  if (std::signbit(a) != std::signbit(b)) return of_a + of_b;
  return of_a > of_b ? of_a - of_b : of_b - of_a;
}

VectorDifference difference(const TestVector& a, const TestVector& b) {
  VectorDifference found{a.id, a.title, {}, {}};
  const auto fields_a = fields(a), fields_b = fields(b);
  for (std::size_t i = 0; i < fields_a.size(); ++i) {
    const auto& [name, text] = fields_a[i];
    if (text != fields_b[i].second) found.fields.push_back({name, text, fields_b[i].second});
  }
  const auto tensors_a = tensors(a), tensors_b = tensors(b);
  for (std::size_t i = 0; i < tensors_a.size(); ++i) {
    add_tensor(found, tensors_a[i], tensors_b[i]);
  }
  return found;
}

FolderDifference difference(const std::vector<TestVector>& a, const std::vector<TestVector>& b) {
  std::map<std::string, const TestVector*> in_b;
  for (const TestVector& each : b) in_b.emplace(each.id, &each);
  FolderDifference found;
  std::set<std::string> in_a;
  for (const TestVector& each : a) {
    in_a.insert(each.id);
    const auto other = in_b.find(each.id);
    if (other == in_b.end()) {
      found.only_a.push_back(each.id);
      continue;
    }
    VectorDifference pair = difference(each, *other->second);
    if (pair.fields.empty() && pair.tensors.empty()) {
      ++found.equal;
    } else {
      found.differing.push_back(std::move(pair));
    }
  }
  for (const TestVector& each : b) {
    if (!in_a.count(each.id)) found.only_b.push_back(each.id);
  }
  return found;
}

}  // namespace bncheck::golden

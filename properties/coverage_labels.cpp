// What random cases must not lack: the shapes, values and layouts at which batch norms were seen to
// break. The probabilities are a fraction of what the generator aims at.
#include <algorithm>
#include <cmath>

#include "properties/coverage.h"

namespace bncheck::properties {
namespace {

constexpr double kCommon = 0.05;
constexpr double kRare = 0.004;
constexpr double kCostly = 0.0001;  // cases of 10^5 values

using Labels = std::vector<Label>;

std::int64_t m_of(const Portrait& p) { return p.input.shape.values_per_channel(); }

bool is_prime(std::int64_t number) {
  if (number < 2) return false;
  for (std::int64_t divisor = 2; divisor * divisor <= number; ++divisor) {
    if (number % divisor == 0) return false;
  }
  return true;
}

template <class List, class Predicate>
bool any(const List& list, const Predicate& predicate) {
  return std::any_of(list.begin(), list.end(), predicate);
}

void add_shapes(Labels& all) {
  all.push_back({"m = 1", kRare, [](auto& p) { return m_of(p) == 1; }});
  all.push_back({"m = 2", kRare, [](auto& p) { return m_of(p) == 2; }});
  all.push_back({"m odd", kCommon, [](auto& p) { return m_of(p) % 2 == 1; }});
  all.push_back({"m prime", kCommon, [](auto& p) { return is_prime(m_of(p)); }});
  all.push_back({"m mod 32 != 0", kCommon, [](auto& p) { return m_of(p) % 32 != 0; }});
  all.push_back({"m > 65535", kCostly, [](auto& p) { return m_of(p) > 65535; }});
  all.push_back({"c no power of 2", kCommon, [](auto& p) {
                   const auto c = static_cast<std::uint64_t>(p.input.shape.c);
                   return (c & (c - 1)) != 0;
                 }});
  all.push_back({"c > 30", kRare, [](auto& p) { return p.input.shape.c > 30; }});
  all.push_back({"c >= 65535", kCostly, [](auto& p) { return p.input.shape.c >= 65535; }});
  all.push_back({"n >= 65535", kCostly, [](auto& p) { return p.input.shape.n >= 65535; }});
  all.push_back({"no batch", kRare, [](auto& p) { return m_of(p) == 0; }});
  all.push_back({"no channel", kCostly, [](auto& p) { return p.input.shape.c == 0; }});
  for (std::size_t axes = 0; axes <= 3; ++axes) {
    all.push_back({std::to_string(axes) + " spatial axes", kCommon,
                   [axes](auto& p) { return p.input.shape.spatial.size() == axes; }});
  }
}

void add_values(Labels& all) {
  // The loss of digits that each class of variance algorithms shows from somewhere on.
  const std::vector<double> edges = {1, 10, 1e3, 1e5, 1e7, INFINITY};
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const double low = edges[i], high = edges[i + 1];
    all.push_back({"kappa from 10^" + std::to_string(std::lround(std::log10(low))), kRare,
                   [=](auto& p) { return !p.constant && p.kappa >= low && p.kappa < high; }});
  }
  const auto between = [](double low, double high) {
    return [=](const Portrait& p) {
      return !p.constant && p.var_by_eps >= low && p.var_by_eps < high;
    };
  };
  all.push_back({"var << eps", kRare, between(0, 0x1p-10)});
  all.push_back({"var near eps", kRare, between(0x1p-10, 0x1p10)});
  all.push_back({"var >> eps", kCommon, between(0x1p10, INFINITY)});
  all.push_back({"eps = 0", kRare, [](auto& p) { return p.input.eps == 0; }});
  all.push_back({"constant channel", kRare, [](auto& p) { return m_of(p) > 1 && p.constant; }});
  all.push_back({"subnormal x", kRare, [](auto& p) {
                   const double normal = smallest_normal(p.input.dtype);
                   return any(p.x, [=](double v) { return v != 0 && std::fabs(v) < normal; });
                 }});
  all.push_back({"|x| > 2^63", kRare,
                 [](auto& p) { return any(p.x, [](double v) { return std::fabs(v) > 0x1p63; }); }});
  all.push_back({"-0 in x", kRare, [](auto& p) {
                   return any(p.x, [](double v) { return v == 0 && std::signbit(v); });
                 }});
  all.push_back({"dy parallel to x", kRare, [](auto& p) { return p.input.dy == p.input.x; }});
  all.push_back({"dy constant", kRare, [](auto& p) { return has_one_gradient(p.input); }});
  for (int i = 0; i < kPatternCount; ++i) {
    const auto pattern = static_cast<Pattern>(i);
    all.push_back({"x " + std::string(to_string(pattern)), kRare, [pattern](auto& p) {
                     return any(p.input.x, [=](auto& r) { return r.pattern == pattern; });
                   }});
  }
}

void add_parameters(Labels& all) {
  const auto negative = [](double v) { return v < 0; };
  const auto zero = [](double v) { return v == 0; };
  all.push_back({"weight < 0", kCommon, [=](auto& p) { return any(p.input.weight, negative); }});
  all.push_back({"weight = 0", kRare, [=](auto& p) { return any(p.input.weight, zero); }});
  const auto long_one = [](double v) { return round_to(DType::f16, v) != v; };
  all.push_back(
      {"weight of many bits", kCommon, [=](auto& p) { return any(p.input.weight, long_one); }});
  all.push_back(
      {"bias of many bits", kCommon, [=](auto& p) { return any(p.input.bias, long_one); }});
  all.push_back({"weight without bias", kRare,
                 [](auto& p) { return !p.input.weight.empty() && p.input.bias.empty(); }});
  all.push_back({"bias without weight", kRare,
                 [](auto& p) { return p.input.weight.empty() && !p.input.bias.empty(); }});
  all.push_back({"neither weight nor bias", kRare,
                 [](auto& p) { return p.input.weight.empty() && p.input.bias.empty(); }});
  all.push_back(
      {"no running statistics", kCommon, [](auto& p) { return p.input.running_mean.empty(); }});
  all.push_back(
      {"running_var < 0", kRare, [=](auto& p) { return any(p.input.running_var, negative); }});
  all.push_back({"momentum outside 0..1", kRare,
                 [](auto& p) { return p.input.momentum < 0 || p.input.momentum > 1; }});
  for (const double end : {0.0, 1.0}) {
    all.push_back({end == 0 ? "momentum = 0" : "momentum = 1", kRare,
                   [end](auto& p) { return p.input.momentum == end; }});
  }
}

void add_configurations(Labels& all) {
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    all.push_back({std::string(to_string(dtype)), kCommon,
                   [dtype](auto& p) { return p.input.dtype == dtype; }});
  }
  for (const Mode mode : {Mode::training, Mode::evaluation}) {
    all.push_back(
        {std::string(to_string(mode)), kCommon, [mode](auto& p) { return p.input.mode == mode; }});
  }
  for (int i = 0; i < kLayoutCount; ++i) {
    const auto kind = static_cast<Layout>(i);
    const auto has = [kind](const Portrait& p) {
      return kind == Layout::expanded ? p.input.layout.dy.kind == kind
                                      : p.input.layout.x.kind == kind;
    };
    all.push_back({std::string(to_string(kind)), kRare, has});
  }
  all.push_back({"x at an offset", kRare, [](auto& p) { return p.input.layout.x.offset != 0; }});
  all.push_back({"dy laid out unlike x", kCommon,
                 [](auto& p) { return p.input.layout.dy.kind != p.input.layout.x.kind; }});
  all.push_back({"y laid out unlike x", kCommon,
                 [](auto& p) { return p.input.layout.y.kind != p.input.layout.x.kind; }});
}

}  // namespace

const std::vector<Label>& labels() {
  static const std::vector<Label> all = [] {
    Labels list;
    add_shapes(list);
    add_values(list);
    add_parameters(list);
    add_configurations(list);
    return list;
  }();
  return all;
}

}  // namespace bncheck::properties

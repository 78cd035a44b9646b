#include <cmath>
#include <cstdlib>
#include <functional>
#include <set>

#include "properties/generators/simpler_number.h"
#include "properties/generators/simpler_values.h"

namespace bncheck::properties::generators {
namespace {

using Change = std::function<double(double)>;

/// Changes that keep how values relate: of sign, of magnitude, of place, of precision.
std::vector<Change> joint_changes(double first) {
  std::vector<Change> changes = {[](double value) { return -value; },
                                 [first](double value) { return value - first; }};
  if (first == 0 || !std::isfinite(first)) return changes;
  const int exponent = std::ilogb(first);
  for (int less = std::abs(exponent); less > 0; less /= 2) {
    const int shift = exponent > 0 ? -less : less;
    changes.emplace_back([shift](double value) { return std::ldexp(value, shift); });
  }
  for (int bits : {1, 2, 4, 8, 16, 24}) {
    changes.emplace_back([bits](double value) { return rounded_to_bits(value, bits); });
  }
  return changes;
}

int complexity_of(const std::vector<Override>& overrides) {
  int sum = 0;
  for (const Override& each : overrides) sum += complexity(each.value);
  return sum;
}

/// Adds the case with the change made to all overrides of all channels, if that is simpler.
void change_all(const Case& c, std::vector<Case>& out, Recipes field, const Change& change) {
  Case next = c;
  int before = 0;
  int after = 0;
  for (Recipe& recipe : next.*field) {
    before += complexity_of(recipe.overrides);
    for (Override& each : recipe.overrides) each.value = change(each.value);
    after += complexity_of(recipe.overrides);
  }
  if (after < before) out.push_back(std::move(next));
}

std::set<double> different_values(const std::vector<Recipe>& recipes) {
  std::set<double> values;
  for (const Recipe& recipe : recipes) {
    for (const Override& each : recipe.overrides) values.insert(each.value);
  }
  return values;
}

void simplify_together(const Case& c, std::vector<Case>& out, Recipes field) {
  std::size_t overrides = 0;
  for (const Recipe& recipe : c.*field) overrides += recipe.overrides.size();
  if (overrides < 2) return;
  out.push_back(c);
  for (Recipe& recipe : out.back().*field) recipe.overrides.clear();
  const std::set<double> values = different_values(c.*field);
  for (const Change& change : joint_changes(*values.begin())) change_all(c, out, field, change);
  if (values.size() == overrides) return;
  for (double value : values) {
    for (double simpler : simpler_numbers(value)) {
      change_all(c, out, field, [=](double own) { return own == value ? simpler : own; });
    }
  }
}

}  // namespace

void simpler_overrides(const Case& c, std::vector<Case>& out, Recipes field) {
  simplify_together(c, out, field);
  for (std::size_t r = 0; r < (c.*field).size(); ++r) {
    const std::vector<Override>& overrides = (c.*field)[r].overrides;
    for (std::size_t i = 0; i < overrides.size(); ++i) {
      out.push_back(c);
      std::vector<Override>& changed = (out.back().*field)[r].overrides;
      changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    }
    for (std::size_t i = 0; i < overrides.size(); ++i) {
      for (double value : simpler_numbers(overrides[i].value)) {
        out.push_back(c);
        (out.back().*field)[r].overrides[i].value = value;
      }
    }
  }
}

}  // namespace bncheck::properties::generators

#include "bncheck/runner/explain_failure.h"

#include <sstream>

#include "bncheck/runner/field_values.h"

namespace bncheck::runner {
namespace {

std::vector<std::string> words_of(const Case& c) {
  std::istringstream stream(to_string(c));
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

/// Returns the words of a case line in which it differs from another, without the field's name.
std::string difference(const Case& c, const Case& other, const std::string& field) {
  const std::vector<std::string> own = words_of(c);
  const std::vector<std::string> others = words_of(other);
  std::string text;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (own[i] != others[i]) text += (text.empty() ? "" : " ") + own[i];
  }
  return text.starts_with(field + "=") ? text.substr(field.size() + 1) : text;
}

/// Returns the value that the case has of the field: one word of its line, or both of the running
/// statistics. What had to change with it is left out.
std::string own_value(const Case& c, const Case& other, const std::string& field) {
  const std::string text = difference(c, other, field);
  return field == "running" ? text : text.substr(0, text.find(' '));
}

void count(Variation& variation, const std::string& value, Verdict verdict) {
  if (verdict >= Verdict::fail) {
    variation.fails.push_back(value);
  } else if (verdict == Verdict::pass) {
    variation.holds.push_back(value);
  } else {
    variation.undecided.push_back(value);
  }
}

}  // namespace

std::vector<Variation> vary_fields(const Case& failing,
                                   const std::function<Verdict(const Case&)>& verdict_on,
                                   const std::function<bool()>& interrupted) {
  if (failing.shape.size() > kLargestVaried || verdict_on(failing) < Verdict::fail) return {};
  std::vector<Variation> variations;
  for (const Field& field : fields_to_vary()) {
    Variation variation{field.name, "", {}, {}, {}};
    std::vector<Case> others;
    field.vary(others, failing);
    for (const Case& other : others) {
      const std::string value = difference(other, failing, field.name);
      if (value.empty()) continue;  // the case itself
      if (interrupted()) return variations;
      if (variation.value.empty()) variation.value = own_value(failing, other, field.name);
      count(variation, value, verdict_on(other));
    }
    variations.push_back(std::move(variation));
  }
  return variations;
}

}  // namespace bncheck::runner

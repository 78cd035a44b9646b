#include "bncheck/report/grouping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace bncheck::report {
namespace {

// Enough to look one up; the rest is for those who ask for all.
constexpr std::size_t kNamesShown = 3;

}  // namespace

void Grouping::add(const std::string& name, const Judgement& judgement) {
  const Key key(judgement.verdict, judgement.reason);
  std::vector<std::string>& names = names_[key];
  if (names.empty()) order_.push_back(key);
  names.push_back(name);
}

std::string Grouping::text() const {
  std::string text;
  for (const Key& key : order_) {
    std::vector<std::string> names = names_.at(key);
    const std::size_t count = names.size();
    if (count > kNamesShown) {
      names.resize(kNamesShown);
      names.emplace_back("...");
    }
    text += fmt::format("{:<12} {} vector{} ({}): {}\n", to_string(key.first), count,
                        count == 1 ? "" : "s", fmt::join(names, ", "), key.second);
  }
  return text;
}

}  // namespace bncheck::report

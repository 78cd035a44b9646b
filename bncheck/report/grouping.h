#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/verdict.h"

namespace bncheck::report {

/// Collects judgements to be told once for each reason.
class Grouping {
 public:
  void add(const std::string& name, const Judgement& judgement);

  /// Tells each verdict and reason on one line: "skip  5 vectors (a, b, c, ...): the reason", in
  /// the order in which they first came.
  std::string text() const;

 private:
  using Key = std::pair<Verdict, std::string>;
  std::vector<Key> order_;
  std::map<Key, std::vector<std::string>> names_;
};

}  // namespace bncheck::report

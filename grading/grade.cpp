#include "grading/grade.h"

namespace bncheck::grading {
namespace {

std::string suffixes_of(const Measurements& found) {
  std::string suffixes;
  if (found.is_folded()) suffixes += "/a";
  if (found.range && found.range->is_limited()) suffixes += "/o";
  if (found.repeatability && !found.repeatability->repeats) suffixes += "/n";
  if (found.flushes.value_or(false)) suffixes += "/z";
  return suffixes;
}

const Standing* best_class(const Measurements& found) {
  for (const Standing& standing : found.classes) {
    if (!standing.refuted) return &standing;
  }
  return nullptr;
}

}  // namespace

Grade grade_of(const Measurements& found, const std::vector<std::string>& failed_laws) {
  Grade grade;
  grade.violations = failed_laws;
  for (const std::string& each : found.violations) grade.violations.push_back(each);
  if (found.answered == 0 && grade.violations.empty()) return grade;
  grade.suffixes = suffixes_of(found);
  const Standing* best = best_class(found);
  if (best == nullptr) grade.violations.push_back("it is further off than any class allows");
  if (!grade.violations.empty()) {
    grade.letter = "F";
    grade.sentence = "It does what no implementation of its contract may do.";
    return grade;
  }
  grade.letter = best->of->letter;
  grade.sentence = "It behaves like " + std::string(best->of->sentence) + ".";
  return grade;
}

}  // namespace bncheck::grading

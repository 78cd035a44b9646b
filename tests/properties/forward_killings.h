#pragma once

#include <span>
#include <vector>

#include "tests/properties/test_court.h"

namespace bncheck::properties {

/// A law of forward with an answer that it must reject: what the defect makes of the honest
/// implementation's answer, and a case that shows it.
struct ForwardKilling {
  const char* law;
  const char* defect;
  const char* line;
  Outcome<Forward<double>> (*answer)(TestImplementation& honest, const Problem& problem,
                                     bool saved);
  const char* dialect = "pytorch";
};

// The killings by field, each in a file of its own; forward_killings() returns all of them.
std::span<const ForwardKilling> relation_killings();
std::span<const ForwardKilling> special_value_killings();
std::vector<ForwardKilling> forward_killings();

/// The honest implementation with one defect, declaring what the honest one may declare.
class DefectiveForward : public TestImplementation {
 public:
  explicit DefectiveForward(const ForwardKilling& killing) : killing_(killing) {}

  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override {
    return killing_.answer(honest_, problem, saved);
  }

 private:
  const ForwardKilling& killing_;
  TestImplementation honest_;
};

}  // namespace bncheck::properties

#pragma once

#include <functional>
#include <memory>

#include "core/implementation.h"
#include "grading/probes.h"
#include "tests/reference/honest.h"

namespace bncheck::grading {

/// An implementation in this process, made of its parts.
struct Fake : Implementation {
  std::string name() const override { return "fake"; }
  std::string version() const override { return "1"; }
  std::string dialect() const override { return "pytorch"; }
  bool has_backward() const override { return static_cast<bool>(answer_backward); }
  Contract contract(const Problem&) override { return declared; }
  Outcome<Forward<double>> forward(const Problem& problem, bool saved) override;
  Outcome<Backward<double>> backward(const Problem& problem, const SavedStatistics&) override;

  Contract declared;
  std::function<Forward<double>(const Problem&)> answer;
  std::function<Backward<double>(const Problem&)> answer_backward;
  /// Spoils what forward answers.
  std::function<void(const Problem&, Forward<double>&)> spoil = [](const Problem&, auto&) {};
  CallStatus status = CallStatus::ok;
  std::function<bool(const Problem&)> refuses = [](const Problem&) { return false; };
  Dialect judged_by;
};

/// Which of the honest arithmetics: tests/reference/honest.h.
enum class Formats {
  single,       ///< all f32
  double_sums,  ///< f64, but mean, invstd and the last step in f32
  wide,         ///< all f64, on f32 tensors
  f64           ///< all f64, on f64 tensors
};

/// Does what it declares.
Fake honest(Formats formats, const tests::Manner& manner = {});

/// Answers the nearest number to every exact value.
Fake correctly_rounded();

/// The parties of a grading, for a fake.
class Grading {
 public:
  explicit Grading(Fake fake, DType dtype = DType::f32, std::uint64_t seed = 1);
  const Subject& subject() const { return subject_; }
  Fake& fake() { return fake_; }

 private:
  Fake fake_;
  properties::Court court_;
  Subject subject_;
};

}  // namespace bncheck::grading

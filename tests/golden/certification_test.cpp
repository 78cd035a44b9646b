// What golden check concludes from vectors with something special about them.
#include <gmock/gmock.h>

#include <limits>

#include "bncheck/runner/golden_check.h"
#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using runner::certify;
using testing::HasSubstr;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TestVector vector_of(const std::string& id) {
  return read_vector(std::filesystem::path(BNCHECK_GOLDEN_FOLDER) / "vectors" / (id + ".json"));
}

const std::string kOrdinary = "bn1d-train-0002";
const std::string kDeviating = "bn1d-train-0022";
const std::string kNaNInX = "bn2d-train-0072";
const std::string kInfinityInDy = "bn1d-train-0152";
const std::string kEmpty = "bn1d-train-0052";
const std::string kRefused = "bn1d-train-0055";
const std::string kZeroEps = "bn1d-train-0160";

/// Ends every call alike, with the outputs it was given.
class Ending : public Implementation {
 public:
  explicit Ending(CallStatus status) : status_(status) {}

  std::string name() const override { return "ending"; }
  std::string version() const override { return "1"; }
  std::string dialect() const override { return "pytorch"; }
  bool has_backward() const override { return false; }
  Contract contract(const Problem& problem) override { return default_contract(problem.dtype); }
  Outcome<Forward<double>> forward(const Problem&, bool) override { return {status_, "", outputs}; }
  Outcome<Backward<double>> backward(const Problem&, const SavedStatistics&) override {
    return {status_, "", {}};
  }

  Forward<double> outputs;

 private:
  CallStatus status_;
};

Verdict compared(const std::string& id, CallStatus status) {
  const TestVector vector = vector_of(id);
  Ending implementation(status);
  implementation.outputs = vector.forward;
  return runner::compare(vector, implementation).verdict;
}

TEST(Certification, ListsADeviationThatIsDocumented) {
  const Judgement listed = certify(vector_of(kDeviating));
  EXPECT_EQ(listed.verdict, Verdict::skip);
  EXPECT_THAT(listed.reason, HasSubstr("documented deviation"));
  EXPECT_TRUE(listed.evidence.has_value());
  EXPECT_EQ(compared(kDeviating, CallStatus::ok), Verdict::skip);
}

TEST(Certification, FailsADeviationThatIsNotOne) {
  TestVector vector = vector_of(kOrdinary);
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.flags = {{"KnownDeviation", "it is said to"}};
  const Judgement judgement = certify(vector);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_THAT(judgement.reason, HasSubstr("expected to deviate and does not: it is said to"));
}

TEST(Certification, FailsADeviationWithoutItsFlag) {
  TestVector vector = vector_of(kDeviating);
  vector.flags.clear();
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, JudgesTheChannelsBesideOneThatIsNotFinite) {
  TestVector vector = vector_of(kNaNInX);
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.forward.y[static_cast<std::size_t>(vector.problem.shape.index(1, 0))] = 7;
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.forward.y[static_cast<std::size_t>(vector.problem.shape.index(0, 0))] = kNaN;
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, AsksForNoSecondDerivativeBesideADyThatIsNotFinite) {
  TestVector vector = vector_of(kInfinityInDy);
  const Shape& shape = vector.problem.shape;
  vector.double_backward->d_dy[static_cast<std::size_t>(shape.index(1, 0))] = kNaN;
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.double_backward->d_dy[static_cast<std::size_t>(shape.index(0, 0))] = kNaN;
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, HoldsARefusalToTheDialect) {
  TestVector vector = vector_of(kRefused);
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.dialect = parse_dialect("keras3");
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, HoldsARefusalOfEpsToTheDialect) {
  TestVector vector = vector_of(kZeroEps);
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.dialect = parse_dialect("keras3");  // takes every eps from 0 on
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, FailsARefusalOfWhatIsDefined) {
  TestVector vector = vector_of(kOrdinary);
  vector.refusal = Refusal{"ValueError", "a test"};
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Certification, WantsTheRunningStatisticsOfAnEmptyBatchUntouched) {
  TestVector vector = vector_of(kEmpty);
  EXPECT_EQ(certify(vector).verdict, Verdict::pass);
  vector.forward.running_var[0] = kNaN;
  EXPECT_EQ(certify(vector).verdict, Verdict::fail);
}

TEST(Comparison, WantsAnErrorWhereOneIsPublished) {
  EXPECT_EQ(compared(kRefused, CallStatus::invalid), Verdict::pass);
  EXPECT_EQ(compared(kRefused, CallStatus::refused), Verdict::pass);
  EXPECT_EQ(compared(kRefused, CallStatus::ok), Verdict::fail);
  EXPECT_EQ(compared(kRefused, CallStatus::failed), Verdict::fail);
  EXPECT_EQ(compared(kRefused, CallStatus::fault), Verdict::error);
}

TEST(Comparison, TakesAnErrorOrAnAnswerWhereAnErrorIsAllowed) {
  EXPECT_EQ(compared(kZeroEps, CallStatus::invalid), Verdict::pass);
  EXPECT_EQ(compared(kZeroEps, CallStatus::refused), Verdict::pass);
  EXPECT_EQ(compared(kZeroEps, CallStatus::ok), Verdict::pass);
  EXPECT_EQ(compared(kZeroEps, CallStatus::failed), Verdict::fail);
  EXPECT_EQ(compared(kZeroEps, CallStatus::fault), Verdict::error);
}

TEST(Comparison, TakesAnyEndOfAnEmptyBatchButAFault) {
  EXPECT_EQ(compared(kEmpty, CallStatus::ok), Verdict::pass);
  EXPECT_EQ(compared(kEmpty, CallStatus::invalid), Verdict::pass);
  EXPECT_EQ(compared(kEmpty, CallStatus::refused), Verdict::skip);
  EXPECT_EQ(compared(kEmpty, CallStatus::failed), Verdict::fail);
  EXPECT_EQ(compared(kEmpty, CallStatus::fault), Verdict::error);
}

TEST(Comparison, MakesNoClaimInAChannelThatIsNotFinite) {
  TestVector vector = vector_of(kNaNInX);
  Ending implementation(CallStatus::ok);
  implementation.outputs = vector.forward;
  EXPECT_EQ(runner::compare(vector, implementation).verdict, Verdict::pass);
  implementation.outputs.y[static_cast<std::size_t>(vector.problem.shape.index(1, 0))] = 7;
  EXPECT_EQ(runner::compare(vector, implementation).verdict, Verdict::pass);
  implementation.outputs.y[static_cast<std::size_t>(vector.problem.shape.index(0, 0))] = kNaN;
  EXPECT_EQ(runner::compare(vector, implementation).verdict, Verdict::fail);
}

}  // namespace
}  // namespace bncheck::golden

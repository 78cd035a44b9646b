#include "golden/contract_reader.h"

#include <gmock/gmock.h>

#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::HasSubstr;

const std::filesystem::path kPath = "contract.json";

nlohmann::json valid() {
  return nlohmann::json::parse(R"({
    "element": "f32", "accumulator": "f64", "stored": "f16", "applied": "bf16",
    "variance": "welford", "apply": "direct", "summation": "tree", "summation_height": 7,
    "backward_statistics": "recomputed", "deterministic": true, "flushes_subnormals": false,
    "correctly_rounded": true, "thread_safe": false, "uniform": true, "in_place": false,
    "double_parameters": true, "invsqrt_error_u": 2.5})");
}

std::string refusal_with(const char* field, const nlohmann::json& value) {
  nlohmann::json json = valid();
  json[field] = value;
  return refusal([&] { read_contract(Node(json, kPath)); });
}

TEST(ContractReader, ReadsEveryField) {
  const nlohmann::json json = valid();
  Contract expected;
  expected.element = DType::f32;
  expected.accumulator = DType::f64;
  expected.stored = DType::f16;
  expected.applied = DType::bf16;
  expected.variance = VarianceAlgorithm::welford;
  expected.apply = ApplyForm::direct;
  expected.summation = Summation::tree;
  expected.summation_height = 7;
  expected.backward_statistics = BackwardStatistics::recomputed;
  expected.deterministic = expected.correctly_rounded = expected.uniform = true;
  expected.double_parameters = true;
  expected.invsqrt_error_u = 2.5;
  EXPECT_EQ(read_contract(Node(json, kPath)), expected);
}

/// The names are those of core: a contract read here prints the words it was written in.
TEST(ContractReader, SharesItsWordsWithCore) {
  const nlohmann::json json = valid();
  const std::string text = to_string(read_contract(Node(json, kPath)), DType::f32);
  for (const char* word : {"welford", "direct", "tree", "recomputed"}) {
    EXPECT_THAT(text, HasSubstr(word));
  }
}

TEST(ContractReader, RefusesAMissingField) {
  const nlohmann::json whole = valid();
  for (const auto& [field, value] : whole.items()) {
    nlohmann::json json = whole;
    json.erase(field);
    EXPECT_THAT(refusal([&] { read_contract(Node(json, kPath)); }),
                HasSubstr(field + " is missing"));
  }
}

TEST(ContractReader, RefusesUnknownWordsAndNumbers) {
  EXPECT_THAT(refusal_with("stored", "f80"), HasSubstr("one of f16, bf16, f32, f64"));
  EXPECT_THAT(refusal_with("variance", "three-pass"), HasSubstr("two-pass, welford, one-pass"));
  EXPECT_THAT(refusal_with("summation_height", -1), HasSubstr("not negative"));
  EXPECT_THAT(refusal_with("invsqrt_error_u", 0), HasSubstr("a positive number"));
}

}  // namespace
}  // namespace bncheck::golden

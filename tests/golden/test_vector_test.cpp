#include "golden/test_vector.h"

#include <gmock/gmock.h>

#include "golden/file.h"
#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string kSmall = "bn1d-train-0002";  // 4x2, every tensor in the JSON
const std::string kEvaluated = "bn1d-eval-0002";
const std::string kLarge = "bn2d-train-0001";  // tensors in the safetensors file

/// Copies the vector, replaces a part of its JSON and returns the refusal.
std::string refusal_with(const std::string& id, std::string_view from, std::string_view to) {
  const Sandbox sandbox;
  const auto path = sandbox.copy_vector(id);
  edit(path, from, to);
  const std::string sentence = refusal([&] { read_vector(path); });
  EXPECT_THAT(sentence, HasSubstr(path.string().substr(0, path.string().size() - 5)));
  return sentence;
}

TEST(TestVector, ReadsACopyWithoutAManifest) {
  const Sandbox sandbox;
  EXPECT_EQ(read_vector(sandbox.copy_vector(kSmall)).id, kSmall);
  EXPECT_EQ(read_vector(sandbox.copy_vector(kLarge)).id, kLarge);
}

TEST(TestVector, RefusesEveryTruncatedJson) {
  const Sandbox sandbox;
  const auto path = sandbox.copy_vector(kSmall);
  const std::string whole = read_file(path);
  const std::size_t closing = whole.rfind('}');
  for (std::size_t length = 0; length < closing; length += 61) {
    sandbox.write(kSmall + ".json", whole.substr(0, length));
    EXPECT_THAT(refusal([&] { read_vector(path); }), HasSubstr("not JSON")) << length;
  }
}

/// Whatever one byte becomes, the vector is read or refused by a UsageError; nothing else is
/// thrown.
TEST(TestVector, ReadsOrRefusesEveryDamagedByte) {
  const Sandbox sandbox;
  const auto path = sandbox.copy_vector(kSmall);
  const std::string whole = read_file(path);
  std::size_t tried = 0;
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 17, ++tried) {
    std::string damaged_text = whole;
    damaged_text[at] = static_cast<char>(damaged_text[at] ^ (at % 2 == 0 ? 0x01 : 0x80));
    sandbox.write(kSmall + ".json", damaged_text);
    if (!refusal([&] { read_vector(path); }).empty()) ++refused;
  }
  EXPECT_GE(refused, tried / 2);  // 0x80 and above alone are no UTF-8
}

TEST(TestVector, RefusesAMissingOrTruncatedSafetensors) {
  const Sandbox sandbox;
  const auto path = sandbox.copy_vector(kLarge);
  const auto beside = sandbox.folder() / (kLarge + ".safetensors");
  std::filesystem::resize_file(beside, 1000);
  EXPECT_THAT(refusal([&] { read_vector(path); }), HasSubstr(beside.string()));
  std::filesystem::remove(beside);
  EXPECT_THAT(refusal([&] { read_vector(path); }),
              AllOf(HasSubstr(beside.string()), HasSubstr("cannot be opened")));
}

TEST(TestVector, RefusesATensorThatIsNotInTheSafetensors) {
  EXPECT_THAT(refusal_with(kLarge, R"({"safetensors": "inputs.x"})", R"({"safetensors": "z"})"),
              HasSubstr("tensor z is missing"));
}

TEST(TestVector, RefusesALargeTensorOfAnotherTypeOrShape) {
  EXPECT_THAT(refusal_with(kLarge, "[4, 6, 28, 28]", "[4, 6, 28, 14]"),
              HasSubstr("not of the vector's type and shape"));
  EXPECT_THAT(refusal_with(kLarge, R"("dtype": "f32")", R"("dtype": "f64")"),
              HasSubstr("not of the vector's type and shape"));
}

TEST(TestVector, RefusesAMissingTensor) {
  EXPECT_THAT(refusal_with(kSmall, R"("dy": )", R"("dz": )"), HasSubstr("inputs.dy is missing"));
  EXPECT_THAT(refusal_with(kSmall, R"("save_invstd": [)", R"("save_invstd": null, "old": [)"),
              HasSubstr("outputs.save_invstd is null where a tensor belongs"));
  EXPECT_THAT(refusal_with(kEvaluated, R"("running_mean": [)", R"("running_mean": null, "old": [)"),
              HasSubstr("inputs.running_mean is null"));
  EXPECT_THAT(refusal_with(kSmall, R"("dweight": [)", R"("dweight": null, "old": [)"),
              HasSubstr("outputs.dweight is null"));
}

TEST(TestVector, RefusesATensorThatShouldBeAbsent) {
  EXPECT_THAT(refusal_with(kEvaluated, R"("save_mean": null)", R"("save_mean": ["0x1p+0"])"),
              HasSubstr("outputs.save_mean is [\"0x1p+0\"] where null belongs"));
  EXPECT_THAT(refusal_with(kSmall, R"("weight": [)", R"("weight": null, "old": [)"),
              HasSubstr("outputs.dweight"));
}

TEST(TestVector, RefusesAWrongLength) {
  EXPECT_THAT(refusal_with(kSmall, "[4, 2]", "[4, 3]"), HasSubstr("a list of 12 values"));
  EXPECT_THAT(refusal_with(kSmall, R"("weight": ["0x1p+0", )", R"("weight": [)"),
              HasSubstr("inputs.weight is [\"0x1p+0\"] where a list of 2 values"));
}

TEST(TestVector, RefusesWhatIsNotANumberOfTheType) {
  EXPECT_THAT(refusal_with(kSmall, R"("weight": ["0x1p+0")", R"("weight": ["one")"),
              HasSubstr("inputs.weight[0] is \"one\" where a hexadecimal float"));
  EXPECT_THAT(refusal_with(kSmall, R"("weight": ["0x1p+0")", R"("weight": [1)"),
              HasSubstr("inputs.weight[0] is 1"));
  EXPECT_THAT(refusal_with(kSmall, R"("weight": ["0x1p+0")", R"("weight": ["0x1.00000001p+0")"),
              HasSubstr("a number of type f32"));
}

TEST(TestVector, RefusesUnknownWords) {
  EXPECT_THAT(refusal_with(kSmall, R"("f32")", R"("f80")"), HasSubstr("one of f16, bf16, f32"));
  EXPECT_THAT(refusal_with(kSmall, "nchw", "chwn"), HasSubstr("nchw, nhwc or strided"));
  EXPECT_THAT(refusal_with(kSmall, R"("training")", R"("tuning")"), HasSubstr("or evaluation"));
  EXPECT_THAT(refusal_with(kSmall, R"("pytorch")", R"("torch7")"), HasSubstr("unknown dialect"));
  EXPECT_THAT(refusal_with(kSmall, R"("schema": 1)", R"("schema": 2)"), HasSubstr("schema is 2"));
  EXPECT_THAT(refusal_with(kSmall, "[4, 2]", "[8]"), HasSubstr("two to five extents"));
}

TEST(TestVector, RefusesImpossibleParameters) {
  EXPECT_THAT(refusal_with(kSmall, R"("eps": ")", R"("eps": "-)"), HasSubstr("from 0 on"));
  EXPECT_THAT(refusal_with(kSmall, R"("momentum": ")", R"("momentum": "inf", "old": ")"),
              HasSubstr("a finite number"));
}

TEST(TestVector, RefusesAnIdThatIsNotTheFileName) {
  EXPECT_THAT(refusal_with(kSmall, kSmall, kEvaluated), HasSubstr("the file's name"));
}

}  // namespace
}  // namespace bncheck::golden

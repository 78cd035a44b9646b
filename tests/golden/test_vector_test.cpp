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
const std::string kRefused = "bn1d-train-0057";
const std::string kSecond = "bn1d-train-0061";
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
              AllOf(HasSubstr(beside.string()), HasSubstr("cannot be read")));
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

const std::string kNonFinite = "bn1d-train-0049";  // NaN in x

TEST(TestVector, AcceptsWhatIsNotFiniteOnlyUnderItsFlag) {
  const Sandbox sandbox;
  EXPECT_NE(read_vector(sandbox.copy_vector(kNonFinite)).flag("NonFinite"), nullptr);
  EXPECT_THAT(refusal_with(kNonFinite, "\"NonFinite\"", "\"Empty\""),
              HasSubstr("\"nan\" where a finite number, as there is no flag NonFinite,"));
  for (const char* word : {"inf", "-inf", "nan"}) {
    const std::string value = R"("weight": [")" + std::string(word) + "\"";
    EXPECT_THAT(refusal_with(kSmall, R"("weight": ["0x1p+0")", value), HasSubstr("NonFinite"));
  }
}

TEST(TestVector, RefusesALargeTensorThatIsNotFinite) {
  const Sandbox sandbox;
  const auto path = sandbox.copy_vector(kLarge);
  const auto beside = sandbox.folder() / (kLarge + ".safetensors");
  std::string bytes = read_file(beside);
  bytes.replace(bytes.size() - 4, 4, std::string("\0\0\x80\x7f", 4));  // infinity in f32
  sandbox.write(kLarge + ".safetensors", bytes);
  EXPECT_THAT(refusal([&] { read_vector(path); }),
              AllOf(HasSubstr(beside.string()), HasSubstr("is not finite, and there is no flag")));
  edit(path, R"("flags": [])", R"("flags": [{"flag": "NonFinite", "reason": "a test"}])");
  EXPECT_EQ(refusal([&] { read_vector(path); }), "");
}

TEST(TestVector, ReadsAnErrorInsteadOfOutputs) {
  const Sandbox sandbox;
  const TestVector vector = read_vector(sandbox.copy_vector(kRefused));
  ASSERT_TRUE(vector.refusal.has_value());
  EXPECT_EQ(vector.refusal->type, "ValueError");
  EXPECT_THAT(vector.refusal->message, HasSubstr("more than 1 value per channel"));
  EXPECT_TRUE(vector.forward.y.empty());
  EXPECT_FALSE(vector.backward.has_value());
}

TEST(TestVector, RefusesAnErrorBesideOutputsOrWithoutAMessage) {
  EXPECT_THAT(refusal_with(kRefused, R"("y": null)", R"("y": ["0x1p+0"])"),
              HasSubstr("outputs.y is [\"0x1p+0\"] where null belongs"));
  EXPECT_THAT(refusal_with(kRefused, R"("message")", R"("text")"),
              HasSubstr("raises.message is missing"));
  EXPECT_THAT(refusal_with(kRefused, R"("raises")", R"("raised")"),
              HasSubstr("outputs.y is null where a tensor belongs"));
  EXPECT_THAT(refusal_with(kRefused, R"("raises")", R"("double_backward": {}, "raises")"),
              HasSubstr("double_backward is {} where null belongs"));
}

TEST(TestVector, ReadsDoubleBackward) {
  const Sandbox sandbox;
  const TestVector vector = read_vector(sandbox.copy_vector(kSecond));
  ASSERT_TRUE(vector.double_backward.has_value());
  const DoubleBackward& second = *vector.double_backward;
  const auto size = static_cast<std::size_t>(vector.problem.shape.size());
  const auto channels = static_cast<std::size_t>(vector.problem.shape.c);
  for (const auto* whole : {&second.ddx, &second.d_dy, &second.d_x}) {
    EXPECT_EQ(whole->size(), size);
  }
  for (const auto* parameter : {&second.ddweight, &second.ddbias, &second.d_weight}) {
    EXPECT_EQ(parameter->size(), channels);
  }
  EXPECT_FALSE(read_vector(sandbox.copy_vector(kSmall)).double_backward.has_value());
}

TEST(TestVector, RefusesADamagedDoubleBackward) {
  EXPECT_THAT(refusal_with(kSecond, R"("ddx": )", R"("dd": )"),
              HasSubstr("double_backward.inputs.ddx is missing"));
  EXPECT_THAT(refusal_with(kSecond, R"("ddweight": [)", R"("ddweight": null, "old": [)"),
              HasSubstr("double_backward.inputs.ddweight is null"));
  EXPECT_THAT(refusal_with(kSecond, R"("d_dy": [)", R"("d_dy": ["0x1p+0"], "old": [)"),
              HasSubstr("double_backward.outputs.d_dy is [\"0x1p+0\"] where a list of"));
}

}  // namespace
}  // namespace bncheck::golden

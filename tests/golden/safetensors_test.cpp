#include "golden/safetensors.h"

#include <gmock/gmock.h>

#include <cstring>

#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kHeader = R"({"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}})";

std::string file_of(const std::string& header, const std::string& data) {
  std::string file(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) file[i] = static_cast<char>(header.size() >> 8 * i & 0xff);
  return file + header + data;
}

std::string two_floats() {
  const float values[] = {1.5F, -0.25F};
  std::string bytes(sizeof values, '\0');
  std::memcpy(bytes.data(), values, sizeof values);
  return bytes;
}

std::string refusal_of(const std::string& bytes) {
  const Sandbox sandbox;
  const auto path = sandbox.write("some.safetensors", bytes);
  const std::string sentence = refusal([&] { read_safetensors(path); });
  EXPECT_THAT(sentence, HasSubstr("some.safetensors"));
  return sentence;
}

/// Replaces a part of the header and returns the refusal.
std::string refusal_with(const std::string& from, const std::string& to) {
  std::string header = kHeader;
  header.replace(header.find(from), from.size(), to);
  return refusal_of(file_of(header, two_floats()));
}

TEST(Safetensors, ReadsValuesTypeAndShape) {
  const Sandbox sandbox;
  const auto tensors = read_safetensors(sandbox.write("x", file_of(kHeader, two_floats())));
  ASSERT_EQ(tensors.size(), 1U);
  EXPECT_EQ(tensors.at("a").dtype, DType::f32);
  EXPECT_THAT(tensors.at("a").extents, ElementsAre(2, 1));
  EXPECT_THAT(tensors.at("a").values, ElementsAre(1.5, -0.25));
}

TEST(Safetensors, SkipsMetadata) {
  const Sandbox sandbox;
  const std::string header = R"({"__metadata__":{"format":"pt"},)" + kHeader.substr(1);
  EXPECT_EQ(read_safetensors(sandbox.write("x", file_of(header, two_floats()))).size(), 1U);
}

TEST(Safetensors, RefusesAFileThatIsNotThere) {
  EXPECT_THAT(refusal([] { read_safetensors("/nowhere/x"); }), HasSubstr("cannot be read"));
}

TEST(Safetensors, RefusesATruncatedFile) {
  const std::string whole = file_of(kHeader, two_floats());
  EXPECT_THAT(refusal_of(""), HasSubstr("ends before the length of its header"));
  EXPECT_THAT(refusal_of(whole.substr(0, 7)), HasSubstr("ends before the length"));
  EXPECT_THAT(refusal_of(whole.substr(0, 20)), HasSubstr("where only 12 follow"));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(refusal_of(whole.substr(0, length)), "") << length;
  }
}

TEST(Safetensors, ReadsOrRefusesEveryDamagedByte) {
  const std::string whole = file_of(kHeader, two_floats());
  const Sandbox sandbox;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 1 << at % 8);
    const auto path = sandbox.write("some", bytes);
    const std::string sentence = refusal([&] { read_safetensors(path); });
    EXPECT_TRUE(at >= 8 || !sentence.empty()) << "byte " << at << " of the header's length";
  }
}

TEST(Safetensors, RefusesAHeaderLongerThanTheFile) {
  std::string file = file_of(kHeader, two_floats());
  file[7] = '\x7f';
  EXPECT_THAT(refusal_of(file), HasSubstr("its header claims"));
  file[7] = '\xff';
  EXPECT_THAT(refusal_of(file), HasSubstr("its header claims"));
}

TEST(Safetensors, RefusesAHeaderThatIsNotJson) {
  EXPECT_THAT(refusal_of(file_of("{\"a\"", "")), HasSubstr("not JSON"));
  EXPECT_THAT(refusal_of(file_of("[]", "")), HasSubstr("an object belongs"));
}

TEST(Safetensors, RefusesAnUnknownType) {
  EXPECT_THAT(refusal_with("F32", "I64"), HasSubstr("one of F16, BF16, F32, F64"));
}

TEST(Safetensors, RefusesAPlaceOutsideTheFile) {
  EXPECT_THAT(refusal_with("[0,8]", "[4,12]"), HasSubstr("a place within the 8 bytes"));
  EXPECT_THAT(refusal_with("[0,8]", "[8,0]"), HasSubstr("a place within the 8 bytes"));
  EXPECT_THAT(refusal_with("[0,8]", "[0]"), HasSubstr("a pair"));
}

TEST(Safetensors, RefusesTensorsOverTheSameBytes) {
  const std::string twice = kHeader.substr(0, kHeader.size() - 1) + ",\"b\":" + kHeader.substr(5);
  EXPECT_THAT(refusal_of(file_of(twice, two_floats())), HasSubstr("its tensors overlap"));
}

TEST(Safetensors, RefusesAWrongLength) {
  EXPECT_THAT(refusal_with("[0,8]", "[0,4]"), HasSubstr("a span of 8 bytes"));
  EXPECT_THAT(refusal_with("[2,1]", "[3,1]"), HasSubstr("a span of 12 bytes"));
  EXPECT_THAT(refusal_with("[2,1]", "[1048576,1048576,1048576,1048576]"), HasSubstr("2^40"));
  EXPECT_THAT(refusal_of(file_of(kHeader, two_floats() + "rest")), HasSubstr("where 12 lie"));
}

}  // namespace
}  // namespace bncheck::golden

#include "golden/node.h"

#include <gmock/gmock.h>

#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::HasSubstr;

const std::filesystem::path kPath = "folder/some.json";

/// Reads the member `a` of the text by the accessor and returns the refusal.
template <class Accessor>
std::string refusal_of(std::string_view text, Accessor accessor) {
  return refusal([&] {
    const nlohmann::json json = parse_json(text, kPath);
    (Node(json, kPath).at("a").*accessor)();
  });
}

TEST(Node, NamesTheFileAndTheByteThatIsNotJson) {
  const std::string sentence = refusal([] { parse_json("{\"a\": [1, 2", kPath); });
  EXPECT_THAT(sentence, HasSubstr("folder/some.json"));
  EXPECT_THAT(sentence, HasSubstr("not JSON from byte 12"));
}

TEST(Node, RefusesANumberBeyondEveryFormat) {
  EXPECT_THAT(refusal([] { parse_json("[1e999]", kPath); }), HasSubstr("beyond every format"));
}

TEST(Node, RefusesAMissingMember) {
  EXPECT_THAT(refusal_of("{}", &Node::text), HasSubstr("a is missing"));
  EXPECT_THAT(refusal_of("[]", &Node::text), HasSubstr("the document is [] where an object"));
}

TEST(Node, RefusesAnotherKindOfValue) {
  EXPECT_THAT(refusal_of(R"({"a": 1})", &Node::text), HasSubstr("a is 1 where a string belongs"));
  EXPECT_THAT(refusal_of(R"({"a": 1.5})", &Node::count), HasSubstr("where a whole number"));
  EXPECT_THAT(refusal_of(R"({"a": -1})", &Node::count), HasSubstr("that is not negative"));
  EXPECT_THAT(refusal_of(R"({"a": "x"})", &Node::number), HasSubstr("where a number"));
  EXPECT_THAT(refusal_of(R"({"a": "x"})", &Node::hexfloat), HasSubstr("where a hexadecimal"));
  EXPECT_THAT(refusal_of(R"({"a": 0})", &Node::boolean), HasSubstr("where true or false"));
  EXPECT_THAT(refusal_of(R"({"a": {}})", &Node::items), HasSubstr("where a list"));
  EXPECT_THAT(refusal_of(R"({"a": []})", &Node::members), HasSubstr("where an object"));
}

TEST(Node, NamesThePlaceOfAnElement) {
  const nlohmann::json json = parse_json(R"({"a": {"b": ["0x1p+0", "one"]}})", kPath);
  const std::vector<Node> items = Node(json, kPath).at("a").at("b").items();
  EXPECT_EQ(items[0].hexfloat(), 1);
  EXPECT_THAT(refusal([&] { items[1].hexfloat(); }), HasSubstr("a.b[1] is \"one\""));
}

}  // namespace
}  // namespace bncheck::golden

#include "bncheck/report/event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"

namespace bncheck::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Reads the field `a` of the line by the accessor and returns the refusal.
template <class Accessor>
std::string refusal(const char* line, Accessor accessor) {
  try {
    (Event(line).*accessor)("a");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Event, ReadsItsFields) {
  const Event event(R"({"a":"b","n":18446744073709551615,"x":0.1,"l":["c","d"],"m":{"e":"f"},)"
                    R"("o":[{"n":1}]})");
  EXPECT_EQ(event.text("a"), "b");
  EXPECT_EQ(event.count("n"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(event.number("x"), 0.1);
  EXPECT_THAT(event.texts("l"), ElementsAre("c", "d"));
  EXPECT_THAT(event.texts_by_name("m"), ElementsAre(std::pair("e", "f")));
  EXPECT_EQ(event.objects("o").at(0).count("n"), 1U);
}

TEST(Event, RefusesWhatIsNoObject) {
  for (const char* line : {"", "hello", "{", "[1]", "1", "{} {}", "\xff"}) {
    EXPECT_EQ(refusal(line, &Event::text), "expected one JSON object, as --report jsonl writes");
  }
}

TEST(Event, SaysWhatWasExpected) {
  EXPECT_EQ(refusal("{}", &Event::text), "expected \"a\" to be a text, and it is missing");
  EXPECT_EQ(refusal(R"({"a":1})", &Event::text), "expected \"a\" to be a text");
  for (const char* line : {R"({"a":-1})", R"({"a":1.5})", R"({"a":"1"})"}) {
    EXPECT_THAT(refusal(line, &Event::count), HasSubstr("a whole number that is not negative"));
  }
  EXPECT_THAT(refusal(R"({"a":null})", &Event::number), HasSubstr("a number"));
  EXPECT_THAT(refusal(R"({"a":["b",1]})", &Event::texts), HasSubstr("a list of texts"));
  EXPECT_THAT(refusal(R"({"a":{"b":1}})", &Event::texts_by_name), HasSubstr("texts by name"));
  EXPECT_THAT(refusal(R"({"a":[1]})", &Event::objects), HasSubstr("a list of objects"));
}

}  // namespace
}  // namespace bncheck::report

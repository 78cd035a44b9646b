#include "diagnosis/cause.h"

#include <gtest/gtest.h>

#include <cctype>
#include <set>
#include <string>

namespace bncheck::diagnosis {
namespace {

TEST(Cause, IsReadAsItIsPrinted) {
  for (const CauseText& each : causes()) {
    EXPECT_EQ(parse_cause(each.id), each.cause);
    EXPECT_EQ(to_string(each.cause), each.id);
    EXPECT_EQ(sentence_of(each.cause), each.sentence);
  }
}

TEST(Cause, HasAnIdOfItsOwnAndASentence) {
  std::set<std::string> ids;
  for (const CauseText& each : causes()) {
    EXPECT_TRUE(ids.emplace(each.id).second) << each.id;
    EXPECT_EQ(each.sentence.back(), '.') << each.id;
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(each.sentence.front()))) << each.id;
  }
}

TEST(Cause, IsUnknownByAnotherName) { EXPECT_EQ(parse_cause("gremlins"), std::nullopt); }

}  // namespace
}  // namespace bncheck::diagnosis

#include "core/printable.h"

#include <gtest/gtest.h>

namespace bncheck {
namespace {

TEST(Printable, LeavesWhatATerminalShows) {
  for (const char* text :
       {"", "y[3] = 1e-05", "a\tb\n", "\u00b1 \u00e9 \u20ac \U0001f642 \u00a0"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, TakesTheForceOfEscapeSequences) {
  EXPECT_EQ(printable("\x1b[2Jgone\x07\r\x7f"), "?[2Jgone???");
  EXPECT_EQ(printable("\u009b31m"), "??31m") << "C1's control sequence introducer";
  EXPECT_EQ(printable("\u0080\u009f"), "????");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
}

TEST(Printable, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(printable("\xff"), "?");
  EXPECT_EQ(printable("\xc3"), "?") << "cut off";
  EXPECT_EQ(printable("\xc3("), "?(");
  EXPECT_EQ(printable("\xc0\x9b"), "??") << "an overlong escape";
  EXPECT_EQ(printable("\xe0\x80\x9b"), "???") << "another";
  EXPECT_EQ(printable("\xed\xa0\x80"), "???") << "a surrogate";
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "????") << "beyond U+10FFFF";
}

}  // namespace
}  // namespace bncheck

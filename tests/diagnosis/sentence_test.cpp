#include "diagnosis/sentence.h"

#include <gtest/gtest.h>

#include <cctype>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

TEST(Sentence, HasACapitalLetterAndAFullStop) {
  EXPECT_EQ(as_sentence("the mean is not subtracted"), "The mean is not subtracted.");
  EXPECT_EQ(as_sentence("The mean is wrong."), "The mean is wrong.");
  EXPECT_EQ(as_sentence(""), "");
}

TEST(Sentence, NamesOfTheCodeKeepTheirLetters) {
  EXPECT_EQ(as_sentence("dx lacks invstd"), "The gradient dx lacks invstd.");
  EXPECT_EQ(as_sentence("y, dx: wrong"), "The output y, dx: wrong.");
  EXPECT_EQ(as_sentence("running_var is 0"), "The statistic running_var is 0.");
  EXPECT_EQ(as_sentence("year"), "Year.");
}

/// Whether the word is written as in the code: it is no word that a sentence may begin with.
bool is_code(const std::string& word) {
  return word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,:'-") !=
         std::string::npos;
}

TEST(Sentence, EveryHypothesisMakesOne) {
  for (const Hypothesis& each : hypotheses()) {
    const std::string sentence = as_sentence(each.sentence);
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(sentence.front()))) << sentence;
    EXPECT_FALSE(is_code(sentence.substr(0, sentence.find(' ')))) << sentence;
    EXPECT_EQ(sentence.back(), '.') << sentence;
  }
}

}  // namespace
}  // namespace bncheck::diagnosis

#pragma once

#include <gtest/gtest.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "bncheck/verify.h"

/// BNCHECK_VERIFY(Mine, plugin) adds a test for each law, Mine.running_statistics and so on, of a
/// bn_plugin that lives as long as the program. More arguments are fields of bncheck::Verification:
///
///     BNCHECK_VERIFY(Mine, my_plugin, .dialect = "tensorflow", .cases = 2000);
///
/// A law that no case occasions is skipped. The environment overrides: BNCHECK_CASES and
/// BNCHECK_SEED for a longer run, BNCHECK_CASE for one case, as the failure's replay line does.
#define BNCHECK_VERIFY(name, plugin, ...)                                    \
  static const bool bncheck_tests_of_##name = ::bncheck::testing::add_tests( \
      #name, (plugin), ::bncheck::Verification{__VA_ARGS__}, __FILE__, __LINE__)

namespace bncheck::testing {

/// Returns what the variable of the environment says, else the text.
inline std::string overridden(const char* variable, const std::string& text) {
  const char* given = std::getenv(variable);
  return given == nullptr ? text : given;
}

inline std::uint64_t overridden(const char* variable, std::uint64_t number) {
  const std::string text = overridden(variable, "");
  if (text.empty()) return number;
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && read == end) return value;
  throw std::invalid_argument(std::string(variable) + "=" + text + " is not a whole number");
}

/// The test of one law.
class LawTest : public ::testing::Test {
 public:
  LawTest(const bn_plugin& plugin, Verification asked) : plugin_(plugin), asked_(asked) {}

  void TestBody() override {
    asked_.cases = overridden("BNCHECK_CASES", asked_.cases);
    asked_.seed = overridden("BNCHECK_SEED", asked_.seed);
    asked_.only_case = overridden("BNCHECK_CASE", asked_.only_case);
    const LawResult law = judge();
    if (law.failed > 0) FAIL() << law.failure << replay(law);
    if (law.passed == 0) GTEST_SKIP() << "no case is judged by " << law.id;
  }

 private:
  LawResult judge() const try {
    return verify(plugin_, asked_).at(0);
  } catch (const std::invalid_argument& error) {
    if (asked_.only_case.empty()) throw;
    throw std::invalid_argument("BNCHECK_CASE=" + asked_.only_case + ": " + error.what());
  }

  /// Returns the command that judges the failing case alone, as the last line of the failure.
  static std::string replay(const LawResult& law) {
    const ::testing::TestInfo& test = *::testing::UnitTest::GetInstance()->current_test_info();
    return "  replay    BNCHECK_CASE='" + law.failing_case + "' '" + program_invocation_name +
           "' --gtest_filter=" + test.test_suite_name() + "." + test.name();
  }

  const bn_plugin& plugin_;
  Verification asked_;
};

/// The one test there is where laws cannot be selected.
class Refusal : public ::testing::Test {
 public:
  explicit Refusal(std::string reason) : reason_(std::move(reason)) {}
  void TestBody() override { FAIL() << reason_; }

 private:
  std::string reason_;
};

/// Registers the tests; always true.
inline bool add_tests(const char* name, const bn_plugin& plugin, const Verification& asked,
                      const char* file, int line) try {
  for (const std::string& law : law_ids(asked.laws)) {
    Verification one = asked;
    one.laws = "^" + law + "$";
    ::testing::RegisterTest(
        name, law.c_str(), nullptr, nullptr, file, line,
        [&plugin, one]() -> ::testing::Test* { return new LawTest(plugin, one); });
  }
  return true;
} catch (const std::invalid_argument& error) {
  ::testing::RegisterTest(
      name, "can_be_verified", nullptr, nullptr, file, line,
      [reason = std::string(error.what())]() -> ::testing::Test* { return new Refusal(reason); });
  return true;
}

}  // namespace bncheck::testing

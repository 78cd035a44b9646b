// The fuzzer of case lines with a bug planted into bncheck: overrides are not printed. The test
// fuzz.APlantedBugIsFound shows that the committed corpus is a test at all. The linker puts
// __wrap_NAME in the place of NAME.
#include "core/case.h"

extern "C" {
std::string real_to_string(const bncheck::Case&) __asm__("__real_" CASE_TO_STRING);
std::string wrapped_to_string(const bncheck::Case&) __asm__("__wrap_" CASE_TO_STRING);
}

std::string wrapped_to_string(const bncheck::Case& c) {
  bncheck::Case without = c;
  for (bncheck::Recipe& each : without.x) each.overrides.clear();
  return real_to_string(without);
}

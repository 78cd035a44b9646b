// A file of laws that may fail.
#include "bncheck/commands/known_failures.h"

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  const MemoryFile file(input);
  const std::set<std::string> known = commands::read_known_failures(file.path());
  std::string text;
  for (const std::string& id : known) text += id + "\n";
  const MemoryFile printed(text);
  require(commands::read_known_failures(printed.path()) == known, "ids are read as printed");
}

}  // namespace bncheck::fuzz

// What libFuzzer calls. An exception that leaves it is reported as a crash, with the input.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bncheck::fuzz::run({reinterpret_cast<const char*>(data), size});
  return 0;
}

// Tensors of a file in the safetensors format.
#include "golden/safetensors.h"

#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  const std::filesystem::path file = scratch_folder() / "t.safetensors";
  write_file(file, input);
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : golden::read_safetensors(file)) {
    bytes += tensor.values.size() * size_of(tensor.dtype);
  }
  require(bytes < input.size(), "tensors take no more bytes than the file has");
}

}  // namespace bncheck::fuzz

// A golden vector and the tensors beside it: one file, a line "==", the other. A small one that can
// be read is judged, too, and compared with itself.
#include "bncheck/runner/golden_check.h"
#include "golden/difference.h"
#include "golden/test_vector.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  constexpr std::int64_t kMostValues = 64;  // to judge: the truth costs milliseconds
  const auto files = files_in(input, 2);
  const std::filesystem::path json = scratch_folder() / "v.json";
  write_file(json, files[0]);
  write_file(scratch_folder() / "v.safetensors", files.size() > 1 ? files[1] : "");
  const golden::TestVector vector = golden::read_vector(json);
  const golden::VectorDifference none = golden::difference(vector, vector);
  require(none.fields.empty() && none.tensors.empty(), "a vector does not differ from itself");
  if (vector.problem.shape.size() > kMostValues || vector.problem.shape.c > kMostValues) return;
  const Judgement judgement = runner::certify(vector);
  require(judgement.verdict != Verdict::error, "a golden vector is no crash");
}

}  // namespace bncheck::fuzz

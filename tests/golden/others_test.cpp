// What other frameworks answer to the inputs of PyTorch's vectors, a folder for each.
#include <gmock/gmock.h>

#include <map>

#include "bncheck/runner/golden_check.h"
#include "golden/difference.h"
#include "golden/test_vector.h"

namespace bncheck::golden {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::map<std::string, std::vector<TestVector>> read_others() {
  std::map<std::string, std::vector<TestVector>> found;
  for (const auto& each : fs::directory_iterator(fs::path(BNCHECK_GOLDEN_FOLDER) / "others")) {
    found[each.path().filename()] = read_vectors(each.path());
  }
  return found;
}

const std::map<std::string, std::vector<TestVector>>& others() {
  static const auto all = read_others();
  return all;
}

TEST(Others, AreReadFolderByFolder) {
  std::size_t vectors = 0;
  for (const auto& [name, each] : others()) vectors += each.size();
  EXPECT_EQ(others().size(), 6U);
  EXPECT_GE(vectors, 250U);
}

/// Under the dialect and the contract of who answered; deviations must deviate.
TEST(Others, AreCertified) {
  for (const auto& [name, vectors] : others()) {
    for (const TestVector& vector : vectors) {
      const Judgement judgement = runner::certify(vector);
      EXPECT_LE(judgement.verdict, Verdict::inconclusive)
          << name << " " << vector.id << ": " << judgement.reason;
    }
  }
}

TEST(Others, NameTheirEntryPointAndDialect) {
  const std::map<std::string, std::string> calls = {
      {"flax", "Flax 0.12.8 (jax 0.10.2, jaxlib 0.10.2), flax.linen.BatchNorm, cpu, 1 thread"},
      {"flax-nnx", "flax.nnx.BatchNorm(use_fast_variance=False)"},
      {"keras-jax", "KERAS_BACKEND=jax"},
      {"keras-torch", "KERAS_BACKEND=torch"},
      {"onnx", "onnx.reference.ReferenceEvaluator, BatchNormalization-15"},
      {"onnxruntime", "onnxruntime.InferenceSession, BatchNormalization-15"}};
  for (const auto& [name, call] : calls) {
    for (const TestVector& vector : others().at(name)) {
      EXPECT_THAT(vector.provenance, HasSubstr(call)) << vector.id;
      EXPECT_EQ(vector.dialect.momentum, MomentumWeighs::old_value);
      EXPECT_EQ(vector.dialect.running_var, VarianceDivisor::biased);
    }
  }
}

/// Same id, same question; so that two folders can be compared.
TEST(Others, AnswerTheInputsOfPyTorchsVectors) {
  for (const auto& [name, vectors] : others()) {
    for (const TestVector& vector : vectors) {
      const TestVector asked =
          read_vector(fs::path(BNCHECK_GOLDEN_FOLDER) / "vectors" / (vector.id + ".json"));
      EXPECT_EQ(vector.problem.momentum, 1 - asked.problem.momentum) << name << " " << vector.id;
      for (const TensorDifference& tensor : difference(asked, vector).tensors) {
        const bool second = tensor.name.rfind("inputs.dd", 0) == 0 && tensor.size_b == 0;
        EXPECT_TRUE(second || tensor.name.rfind("inputs.", 0) != 0)
            << name << " " << vector.id << " " << tensor.name;
      }
    }
  }
}

/// An answer to another dialect's question is no answer of this one's.
TEST(Others, AreNotCertifiedUnderPyTorchsDialect) {
  int failed = 0;
  for (TestVector vector : others().at("onnx")) {
    if (vector.problem.mode != Mode::training) continue;
    vector.dialect = parse_dialect("pytorch");
    failed += runner::certify(vector).verdict == Verdict::fail ? 1 : 0;
  }
  EXPECT_GT(failed, 0);
}

}  // namespace
}  // namespace bncheck::golden

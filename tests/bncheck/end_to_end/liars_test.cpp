// A variant that declares more than it does is accused, for every word of a contract; the same
// source under the contract that it keeps is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

struct Lie {
  const char* liar;   ///< tests/impl/liars/CMakeLists.txt says what it declares
  const char* truth;  ///< the variant that it is
  const char* law;    ///< one that accuses it
};

void PrintTo(const Lie& lie, std::ostream* out) { *out << lie.liar; }

const Lie kLies[] = {
    {"one_pass_as_two_pass", "one_pass", "saved_statistics"},
    {"one_pass_as_welford", "one_pass", "saved_statistics"},
    {"welford_as_two_pass", "welford", "saved_statistics"},
    {"float_sums_as_double", "sequential", "backward_training"},
    {"float_elements_as_double", "narrow_elements", "saved_statistics"},
    {"float_stored_as_double", "wide_apply", "training_output"},
    {"float_apply_as_double", "wide_statistics", "evaluation_output"},
    {"folded_as_direct", "folded", "evaluation_output"},
    {"sequential_as_tree", "sequential", "summation_height"},
    {"lanes_as_pairwise", "lanes", "summation_height"},
    {"welford_as_tree", "welford", "summation_height"},
    {"sequential_as_exact", "sequential", "summation_height"},
    {"double_sums_as_exact", "double_throughout", "summation_height"},
    {"saved_as_recomputed", "double_throughout", "backward_training"},
    {"rotating_as_deterministic", "rotating_order", "repetition"},
    {"uneven_as_uniform", "uneven_tail", "equal_inputs"},
    {"overlapping_as_in_place", "overlapping_tail", "in_place"},
    {"float_parameters_as_double", "double_throughout", "eps_precision"},
    {"double_as_correctly_rounded", "double_recomputed", "correct_rounding"},
    {"threads_as_correctly_rounded", "threads_in_order", "thread_independence"},
#if defined(__x86_64__)
    {"flushing_as_gradual", "flushing", "evaluation_output"},
    {"estimate_as_root", "rsqrt_rough", "evaluation_output"},
#endif
};

std::string library(const char* folder, const char* name) {
  return std::string(folder) + "/" + name + ".so";
}

class Liars : public testing::TestWithParam<Lie> {};

TEST_P(Liars, AreAccused) {
  const Lie& lie = GetParam();
  std::vector<std::string> words = {
      "verify", library(BNCHECK_LIARS, lie.liar), "--cases", "250", "--property", ""};
  words.back() = "^" + std::string(lie.law) + "$";
  const Finished accused = run(words);
  EXPECT_EQ(accused.exit_code, 1) << accused.out << accused.err;
  EXPECT_THAT(accused.out, testing::HasSubstr("FAIL " + std::string(lie.law) + " ["));
  words[1] = library(BNCHECK_VARIANTS, lie.truth);
  // The law may well say that the true contract does not promise what it asks.
  EXPECT_THAT(run(words).exit_code, testing::AnyOf(0, 2)) << "the truth is accused, too";
}

INSTANTIATE_TEST_SUITE_P(Words, Liars, testing::ValuesIn(kLies),
                         [](const auto& each) { return std::string(each.param.liar); });

/// Lies that no law tells from the truth today; docs/variants.md says why. Whoever finds a way
/// moves the line to the table above.
class SubtleLiars : public testing::TestWithParam<const char*> {};

TEST_P(SubtleLiars, AreNotNoticedYet) {
  EXPECT_EQ(run({"verify", library(BNCHECK_LIARS, GetParam()), "--cases", "60"}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Words, SubtleLiars,
                         testing::Values("compensated_as_exact", "bit_trick_as_root"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace bncheck::end_to_end

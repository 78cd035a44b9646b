// certified_audit [ELEMENTS]: compares that many values of the certified oracle with the precise
// oracle and with exact rationals, on problems that stress arithmetic. Fails on any mismatch, and
// if a category of values never occurred.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "tests/reference/certified_comparison.h"
#include "tests/reference/random_problem.h"
#include "tests/reference/tie_problem.h"

namespace bncheck::reference {
namespace {

constexpr DType kFormats[] = {DType::f16, DType::bf16, DType::f32, DType::f64};

class Audit {
 public:
  void run(std::uint64_t elements) {
    for (std::uint64_t i = 0; comparison_.elements() < elements; ++i) add(i);
  }

  /// Prints what was compared, in one line; returns whether all is well.
  bool report() const {
    std::printf("%llu values compared, %llu mismatches; %llu decided by rationals;",
                number(comparison_.elements()), number(comparison_.mismatches()),
                number(comparison_.by_rationals()));
    bool complete = true;
    for (int i = 0; i < kCategoryCount; ++i) {
      const auto category = static_cast<Category>(i);
      std::printf(" %s %llu,", to_string(category), number(comparison_.of(category)));
      complete = complete && comparison_.of(category) > 0;
    }
    std::printf(" tiers %llu %llu %llu\n", number(tiers_.decided[0]), number(tiers_.decided[1]),
                number(tiers_.decided[2]));
    if (!complete) std::puts("some category never occurred: compare more values");
    if (comparison_.mismatches() > 0) std::puts(comparison_.first_mismatch().c_str());
    return complete && comparison_.mismatches() == 0;
  }

 private:
  using Number = unsigned long long;
  static Number number(std::uint64_t value) { return value; }

  void add(std::uint64_t i) {
    const DType dtype = kFormats[i % 4];
    const Mode mode = i / 4 % 3 == 0 ? Mode::evaluation : Mode::training;
    const Problem problem =
        i / 12 % 4 == 0 ? ties_.problem(dtype, mode) : random_.problem(dtype, mode);
    const Dialect dialect = random_.dialect();
    const auto forward = CertifiedOracle().rounded_forward(problem, dialect);
    const auto backward = CertifiedOracle().rounded_backward(problem);
    tiers_.merge(forward.tiers);
    tiers_.merge(backward.tiers);
    comparison_.add(problem, dialect, forward.outputs, backward.outputs);
  }

  RandomProblems random_{20260101};
  TieProblems ties_{20260102};
  CertifiedComparison comparison_;
  TierCounts tiers_;
};

}  // namespace
}  // namespace bncheck::reference

int main(int argc, char** argv) {
  std::uint64_t elements = 200000;
  if (argc > 1) {
    const char* end = argv[1] + std::strlen(argv[1]);
    const auto parsed = std::from_chars(argv[1], end, elements);
    if (argc > 2 || parsed.ec != std::errc() || parsed.ptr != end) {
      std::fprintf(stderr, "usage: certified_audit [ELEMENTS], a number of values to compare\n");
      return 2;
    }
  }
  bncheck::reference::Audit audit;
  audit.run(elements);
  return audit.report() ? 0 : 1;
}

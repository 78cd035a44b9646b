#include "tests/reference/certified_comparison.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <vector>

#include "reference/precise_oracle.h"

namespace bncheck::reference {
namespace {

/// Returns 1 if the ball is surely above the number, -1 if below, 0 if nothing is sure.
int side(const Ball& ball, DoubleDouble number) {
  const Ball away = ball - Ball(number, 0);
  if (away.lower_magnitude() == 0) return 0;
  return away.middle.hi < 0 ? -1 : 1;
}

/// Returns whether `got` is what the ball rounds to; nothing where the ball cannot tell, or where a
/// midpoint is no sum of two doubles.
std::optional<bool> is_rounded(DType dtype, const Ball& ball, double got) {
  if (!ball.is_finite()) return std::nullopt;
  if (std::isnan(got)) return false;
  if (std::fabs(got) >= largest_finite(dtype)) return std::nullopt;
  const double up = (next_above(dtype, got) - got) / 2;
  const double down = (next_above(dtype, -got) + got) / 2;
  if (up == 0 || down == 0) return std::nullopt;
  const int below = side(ball, two_sum(got, -down));
  const int above = side(ball, two_sum(got, up));
  if (below < 0 || above > 0) return false;
  return below > 0 && above < 0 ? std::optional<bool>(true) : std::nullopt;
}

bool is_constant(const Problem& problem, std::int64_t channel) {
  const std::int64_t m = problem.shape.values_per_channel();
  const auto at = [&](std::int64_t j) {
    return problem.x[static_cast<std::size_t>(problem.shape.index(channel, j))];
  };
  bool constant = m > 1;
  for (std::int64_t j = 1; j < m; ++j) constant &= at(j) == at(0);
  return constant;
}

}  // namespace

const char* to_string(Category category) {
  static constexpr const char* kNames[kCategoryCount] = {
      "subnormal",        "near_overflow", "tie",       "negative_zero", "undefined",
      "constant_channel", "eps_zero",      "one_value", "two_values",    "three_values",
      "weight_zero"};
  return kNames[static_cast<std::size_t>(category)];
}

/// One channel of the answers and of their truth.
struct CertifiedComparison::Channel {
  const Problem& problem;
  std::int64_t number;
  const Forward<double>& forward;
  const Backward<double>& backward;
  const Forward<Ball>& y;
  const Backward<Ball>& dx;
};

void CertifiedComparison::add(const Problem& problem, const Dialect& dialect,
                              const Forward<double>& forward, const Backward<double>& backward) {
  const Forward<Ball> y = PreciseOracle().forward(problem, dialect);
  const Backward<Ball> dx = PreciseOracle().backward(problem);
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const std::uint64_t before = elements_;
    add_channel({problem, c, forward, backward, y, dx}, dialect);
    count_channel(problem, c, elements_ - before);
  }
}

void CertifiedComparison::add_channel(const Channel& channel, const Dialect& dialect) {
  const auto& [problem, number, forward, backward, y, dx] = channel;
  std::optional<ExactAnswer> answer;  // only where it is asked for
  const auto exact = [&, &problem = problem, number = number]() -> const ExactAnswer& {
    if (!answer) answer.emplace(problem, dialect, number);
    return *answer;
  };
  for (std::int64_t j = 0; j < problem.shape.values_per_channel(); ++j) {
    const auto i = static_cast<std::size_t>(problem.shape.index(number, j));
    check("y", problem.dtype, forward.y.at(i), y.y[i], [&] { return exact().y(j); });
    check("dx", problem.dtype, backward.dx.at(i), dx.dx[i], [&] { return exact().dx(j); });
  }
  const auto c = static_cast<std::size_t>(number);
  const auto statistic = [&, &problem = problem](const char* what, Statistic which,
                                                 const std::vector<double>& got,
                                                 const std::vector<Ball>& truth) {
    if (truth.empty()) return;
    check(what, problem.parameters(), got.at(c), truth[c], [&] { return exact().value(which); });
  };
  const bool var = dialect.saved == SavedStatistic::variance;
  statistic("save_mean", Statistic::mean, forward.save_mean, y.save_mean);
  statistic("save_invstd", var ? Statistic::var : Statistic::invstd, forward.save_invstd,
            y.save_invstd);
  statistic("running_mean", Statistic::running_mean, forward.running_mean, y.running_mean);
  statistic("running_var", Statistic::running_var, forward.running_var, y.running_var);
  statistic("dweight", Statistic::dweight, backward.dweight, dx.dweight);
  statistic("dbias", Statistic::dbias, backward.dbias, dx.dbias);
}

void CertifiedComparison::check(const char* what, DType dtype, double got, const Ball& truth,
                                const Exact& exact) {
  ++elements_;
  const double size = std::fabs(got);
  count(Category::subnormal, size > 0 && size < smallest_normal(dtype));
  count(Category::near_overflow, size > largest_finite(dtype) / 2);
  count(Category::negative_zero, got == 0 && std::signbit(got));
  std::optional<bool> right = is_rounded(dtype, truth, got);
  if (!right) {
    ++by_rationals_;
    const std::optional<Root> value = exact();
    count(Category::undefined, !value);
    count(Category::tie, value && !std::isnan(got) && is_tie(dtype, *value, got));
    right = value ? is_nearest(dtype, *value, got) : std::isnan(got);
  }
  if (*right || ++mismatches_ > 1) return;
  std::ostringstream text;
  text << what << " of " << to_string(dtype) << " is " << std::hexfloat << got << ", not in "
       << truth.middle.hi << " + " << truth.middle.lo << " +- " << truth.radius;
  first_mismatch_ = text.str();
}

void CertifiedComparison::count_channel(const Problem& problem, std::int64_t channel,
                                        std::uint64_t values) {
  const auto count_all = [&](Category category, bool applies) {
    seen_[static_cast<std::size_t>(category)] += applies ? values : 0;
  };
  const std::int64_t m = problem.shape.values_per_channel();
  count_all(Category::constant_channel, is_constant(problem, channel));
  count_all(Category::eps_zero, problem.eps == 0);
  count_all(Category::one_value, m == 1);
  count_all(Category::two_values, m == 2);
  count_all(Category::three_values, m == 3);
  count_all(Category::weight_zero, problem.weight_of(channel) == 0);
}

}  // namespace bncheck::reference

#include <utility>

#include "properties/laws.h"
#include "properties/residuals.h"
#include "properties/second_gradients.h"
#include "properties/trial.h"

namespace bncheck::properties {
namespace {

bool applies_to(const Trial& trial) {
  return (trains(trial) || evaluates(trial)) && has_double_backward(trial);
}

/// One output of the three calls, element by element.
Judgement compare(std::string_view what, const std::vector<double>& whole, const Budget& of_whole,
                  const std::vector<double>& one, const Budget& of_one,
                  const std::vector<double>& other, const Budget& of_other) {
  Residuals residuals(what);
  const std::vector<Ball> all = enclose(whole, of_whole);
  const std::vector<Ball> first = enclose(one, of_one);
  const std::vector<Ball> second = enclose(other, of_other);
  for (std::size_t i = 0; i < all.size(); ++i) {
    residuals.add_at(i, all[i] - first[i] - second[i],
                     add_up(add_up(of_whole.range[i], of_one.range[i]), of_other.range[i]));
  }
  return residuals.judgement();
}

Judgement check(Trial& trial) {
  if (const auto ended = judge_status(trial.double_backward())) return *ended;
  Trial along_x(trial.court(), trial.given(), {trial.second().ddx, {}, {}});
  if (const auto ended = judge_status(along_x.double_backward())) return *ended;
  Trial rest(trial.court(), trial.given(), {{}, trial.second().ddweight, trial.second().ddbias});
  if (const auto ended = judge_status(rest.double_backward())) return *ended;
  const DoubleBackward<double>& a = trial.double_backward().outputs;
  const DoubleBackward<double>& b = along_x.double_backward().outputs;
  const DoubleBackward<double>& c = rest.double_backward().outputs;
  const auto& of_a = trial.double_backward_budget();
  const auto& of_b = along_x.double_backward_budget();
  const auto& of_c = rest.double_backward_budget();
  Judgement result = compare("d_dy of all second gradients, less those of its parts", a.d_dy,
                             of_a.d_dy, b.d_dy, of_b.d_dy, c.d_dy, of_c.d_dy);
  result.merge(compare("d_x of all second gradients, less those of its parts", a.d_x, of_a.d_x,
                       b.d_x, of_b.d_x, c.d_x, of_c.d_x));
  if (trial.problem().weight.empty()) return result;
  result.merge(compare("d_weight of all second gradients, less those of its parts", a.d_weight,
                       of_a.d_weight, b.d_weight, of_b.d_weight, c.d_weight, of_c.d_weight));
  return result;
}

}  // namespace

const Property kDoubleBackwardParts{
    "double_backward_parts",
    "H7",
    "second gradients alone",
    "d_dy, d_x and d_weight of ddx, ddweight and ddbias are those of ddx alone and those of "
    "ddweight and ddbias alone, added; what is absent counts as 0",
    applies_to,
    check,
    /*splits_by_channel=*/false,
    {/*proof=*/"Double backward is linear in the second gradients, as every derivative of a sum "
               "is.",
     /*budget=*/"T3: the budgets of the three calls, added element by element.",
     /*catches=*/
     "Absent second gradients that are read, or whose terms overwrite others; outputs that are "
     "left as they were where a direction is absent.",
     /*defect=*/"an absent ddx taken for dy"},
};

}  // namespace bncheck::properties

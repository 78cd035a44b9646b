// dweight and dbias by wrong formulas.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

Hypothesis sums(Cause cause, const char* sentence, ChannelValue dweight, ChannelValue dbias) {
  Formula formula;
  formula.dweight = std::move(dweight);
  formula.dbias = std::move(dbias);
  return {cause, sentence, formula};
}

Hypothesis dweight(const char* sentence, ChannelValue value) {
  return sums(Cause::dweight_wrong, sentence, std::move(value), nullptr);
}

Hypothesis dbias(const char* sentence, ChannelValue value) {
  return sums(Cause::dbias_wrong, sentence, nullptr, std::move(value));
}

}  // namespace

std::vector<Hypothesis> parameter_gradient_hypotheses() {
  return {
      dweight("dweight is not centred: sum(dy * x) * invstd in place of sum(dy * (x - mean)) * "
              "invstd",
              [](const Channel& c) { return dot(c.dy, c.x) * c.invstd; }),
      dweight("dweight is sum(dy * x): x is not normalized",
              [](const Channel& c) { return dot(c.dy, c.x); }),
      dweight("dweight lacks invstd: sum(dy * (x - mean))",
              [](const Channel& c) { return dot(c.dy, c.centered); }),
      dweight("dweight is a mean, not a sum: mean(dy * xhat)",
              [](const Channel& c) { return c.sum_dy_xhat / c.m; }),
      dweight("dweight is divided by n, the number of images",
              [](const Channel& c) {
                return c.sum_dy_xhat / Ball(static_cast<double>(c.problem->shape.n));
              }),
      dweight("dweight has a factor weight too many",
              [](const Channel& c) { return c.weight * c.sum_dy_xhat; }),
      dweight("dweight has the factor invstd twice",
              [](const Channel& c) { return c.invstd * c.sum_dy_xhat; }),
      dweight("dweight is sum(dy * y): of the output, not of xhat",
              [](const Channel& c) { return c.weight * c.sum_dy_xhat + c.bias * c.sum_dy; }),
      dweight(
          "dweight is centred at the mean of the batch, not at the running one",
          [](const Channel& c) { return (dot(c.dy, c.x) - c.batch_mean * c.sum_dy) * c.invstd; }),
      dweight("dweight has the wrong sign", [](const Channel& c) { return -c.sum_dy_xhat; }),
      dweight("dweight is 0", [](const Channel&) { return Ball(0); }),
      dweight("dweight is sum(dy)", [](const Channel& c) { return c.sum_dy; }),
      dweight("dweight is twice what it should be",
              [](const Channel& c) { return Ball(2) * c.sum_dy_xhat; }),
      dbias("dbias is a mean, not a sum: mean(dy)",
            [](const Channel& c) { return c.sum_dy / c.m; }),
      dbias("dbias is divided by n, the number of images",
            [](const Channel& c) {
              return c.sum_dy / Ball(static_cast<double>(c.problem->shape.n));
            }),
      dbias("dbias has a factor weight: sum(dy) * weight",
            [](const Channel& c) { return c.weight * c.sum_dy; }),
      dbias("dbias has a factor invstd", [](const Channel& c) { return c.invstd * c.sum_dy; }),
      dbias("dbias has the factor weight * invstd",
            [](const Channel& c) { return c.weight * c.invstd * c.sum_dy; }),
      dbias("dbias is sum(dy * xhat)", [](const Channel& c) { return c.sum_dy_xhat; }),
      dbias("dbias has the wrong sign", [](const Channel& c) { return -c.sum_dy; }),
      dbias("dbias is 0", [](const Channel&) { return Ball(0); }),
      dbias("dbias is twice what it should be",
            [](const Channel& c) { return Ball(2) * c.sum_dy; }),
      sums(
          Cause::dweight_wrong, "both dweight and dbias are means, not sums",
          [](const Channel& c) { return c.sum_dy_xhat / c.m; },
          [](const Channel& c) { return c.sum_dy / c.m; }),
      sums(
          Cause::dweight_wrong, "both dweight and dbias are exchanged",
          [](const Channel& c) { return c.sum_dy; },
          [](const Channel& c) { return c.sum_dy_xhat; }),
  };
}

}  // namespace bncheck::diagnosis

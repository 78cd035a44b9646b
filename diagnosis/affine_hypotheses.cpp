// Weight and bias, and the last step of forward.
#include <cmath>

#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

Hypothesis output(const char* sentence, ElementValue y) {
  Formula formula;
  formula.y = std::move(y);
  return {Cause::affine_wrong, sentence, formula};
}

/// The parameters are taken for others, wherever they are used.
Hypothesis parameter(const char* sentence, std::function<void(Problem&)> misread) {
  Formula formula;
  formula.misread = std::move(misread);
  return {Cause::affine_wrong, sentence, formula};
}

template <class Map>
std::function<void(Problem&)> each_weight(const Map& map) {
  return [map](Problem& problem) {
    for (double& weight : problem.weight) weight = map(weight);
  };
}

std::vector<Hypothesis> weights() {
  return {
      parameter("the weight is not applied", each_weight([](double) { return 1.0; })),
      parameter("the absolute value of weight is applied: its sign is lost",
                each_weight([](double w) { return std::fabs(w); })),
      parameter("in place of weight, 1 + weight is applied",
                each_weight([](double w) { return 1 + w; })),
      parameter("the weight is applied twice", each_weight([](double w) { return w * w; })),
      parameter("x is divided by the weight", each_weight([](double w) { return 1 / w; })),
      parameter("the weight has the wrong sign", each_weight([](double w) { return -w; })),
      parameter("a weight of 0 or less is taken for 0",
                each_weight([](double w) { return std::fmax(w, 0); })),
      parameter("a weight of 0 is taken for 1",
                each_weight([](double w) { return w == 0 ? 1 : w; })),
      parameter("weight and bias are exchanged",
                [](Problem& p) {
                  if (p.weight.size() == p.bias.size()) std::swap(p.weight, p.bias);
                }),
      parameter("the bias is not added, where there is a weight",
                [](Problem& p) {
                  if (!p.weight.empty()) p.bias.clear();
                }),
  };
}

std::vector<Hypothesis> outputs() {
  return {
      output("the bias is not added",
             [](const Channel& c, std::size_t j) { return c.xhat[j] * c.weight; }),
      output("the bias is subtracted",
             [](const Channel& c, std::size_t j) { return c.xhat[j] * c.weight - c.bias; }),
      output("the bias is added before the weight is applied: (xhat + bias) * weight",
             [](const Channel& c, std::size_t j) { return (c.xhat[j] + c.bias) * c.weight; }),
      output(
          "the bias is added twice",
          [](const Channel& c, std::size_t j) { return c.xhat[j] * c.weight + c.bias + c.bias; }),
      output("the bias is normalized, too: (x - mean + bias) * invstd * weight",
             [](const Channel& c, std::size_t j) {
               return (c.centered[j] + c.bias) * c.invstd * c.weight;
             }),
      output("xhat is answered: neither weight nor bias is applied",
             [](const Channel& c, std::size_t j) { return c.xhat[j]; }),
      output("x itself is answered", [](const Channel& c, std::size_t j) { return c.x[j]; }),
      output("the answer is x * weight + bias: nothing is normalized",
             [](const Channel& c, std::size_t j) { return c.x[j] * c.weight + c.bias; }),
      output("x is centered, and not scaled by invstd",
             [](const Channel& c, std::size_t j) { return c.centered[j] * c.weight + c.bias; }),
      output("x is scaled, and the mean is not subtracted",
             [](const Channel& c, std::size_t j) { return c.x[j] * c.invstd * c.weight + c.bias; }),
      output("x is multiplied by the standard deviation, not divided by it",
             [](const Channel& c, std::size_t j) {
               return c.centered[j] / c.invstd * c.weight + c.bias;
             }),
      output(
          "invstd is applied twice",
          [](const Channel& c, std::size_t j) { return c.xhat[j] * c.invstd * c.weight + c.bias; }),
      output("in a*x + b the shift b lacks the mean: x*weight*invstd + bias - mean",
             [](const Channel& c, std::size_t j) {
               return c.x[j] * c.weight * c.invstd + c.bias - c.mean;
             }),
      output("in a*x + b the shift b lacks the weight",
             [](const Channel& c, std::size_t j) {
               return c.x[j] * c.weight * c.invstd + c.bias - c.mean * c.invstd;
             }),
      output("in a*x + b the shift b lacks invstd",
             [](const Channel& c, std::size_t j) {
               return c.x[j] * c.weight * c.invstd + c.bias - c.mean * c.weight;
             }),
      output("in a*x + b the mean is added, not subtracted",
             [](const Channel& c, std::size_t j) {
               return c.x[j] * c.weight * c.invstd + c.bias + c.mean * c.weight * c.invstd;
             }),
      output("y is cut off at 0, as by a ReLU",
             [](const Channel& c, std::size_t j) {
               const Ball y = c.xhat[j] * c.weight + c.bias;
               return y.middle.hi > 0 ? y : Ball(0);
             }),
      output("y has the wrong sign",
             [](const Channel& c, std::size_t j) { return -(c.xhat[j] * c.weight + c.bias); }),
  };
}

/// A weight that is held at 1 has no gradient.
Hypothesis weight_held() {
  Hypothesis held = parameter("the weight is held at 1, and its gradient is 0",
                              each_weight([](double) { return 1.0; }));
  held.formula.dweight = [](const Channel&) { return Ball(0); };
  return held;
}

/// A channel of weight 0 is left out.
Hypothesis skipped_channel() {
  return output("a channel whose weight is 0 is answered by 0, not by its bias",
                [](const Channel& c, std::size_t j) {
                  return c.weight.middle.hi == 0 ? Ball(0) : c.xhat[j] * c.weight + c.bias;
                });
}

}  // namespace

std::vector<Hypothesis> affine_hypotheses() {
  std::vector<Hypothesis> all = weights();
  for (Hypothesis& each : outputs()) all.push_back(std::move(each));
  all.push_back(weight_held());
  all.push_back(skipped_channel());
  return all;
}

}  // namespace bncheck::diagnosis

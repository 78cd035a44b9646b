#include "tests/grading/fakes.h"

#include "properties/moments.h"
#include "reference/certified_oracle.h"
#include "reference/error_budget.h"

namespace bncheck::grading {
namespace {

const reference::CertifiedOracle kOracle;
const reference::ErrorBudget kErrorModel;

template <class T>
constexpr DType dtype_of() {
  return sizeof(T) == sizeof(float) ? DType::f32 : DType::f64;
}

template <class Data>
std::vector<Data> channel(const std::vector<double>& tensor, const Shape& shape, std::int64_t c) {
  std::vector<Data> values;
  for (std::int64_t j = 0; j < shape.values_per_channel(); ++j) {
    values.push_back(static_cast<Data>(tensor[static_cast<std::size_t>(shape.index(c, j))]));
  }
  return values;
}

template <class Data>
void write(const std::vector<Data>& values, const Shape& shape, std::int64_t c,
           std::vector<double>& tensor) {
  for (std::size_t j = 0; j < values.size(); ++j) {
    tensor[static_cast<std::size_t>(shape.index(c, static_cast<std::int64_t>(j)))] =
        double{values[j]};
  }
}

/// What forward and backward answer in training.
template <class Element, class Accumulator, class Stored, class Applied, class Data>
struct Answers {
  using Honest = tests::Honest<Element, Accumulator, Stored, Applied, Data>;
  tests::Manner manner;

  Forward<double> forward(const Problem& problem) const {
    const Honest honest(manner);
    Forward<double> out;
    out.y.resize(problem.x.size());
    const auto m = static_cast<Data>(problem.shape.values_per_channel());
    for (std::int64_t c = 0; c < problem.shape.c; ++c) {
      const std::vector<Data> x = channel<Data>(problem.x, problem.shape, c);
      const auto kept = honest.statistics(x, static_cast<Data>(problem.eps));
      write(honest.apply(x, kept, static_cast<Data>(problem.weight_of(c)),
                         static_cast<Data>(problem.bias_of(c))),
            problem.shape, c, out.y);
      out.save_mean.push_back(static_cast<Data>(kept.mean));
      out.save_invstd.push_back(static_cast<Data>(kept.invstd));
      if (!problem.has_running()) continue;
      const auto momentum = static_cast<Data>(problem.momentum);
      const auto at = static_cast<std::size_t>(c);
      const Stored unbiased = kept.var * Stored(m) / Stored(m - 1);
      out.running_mean.push_back(
          honest.updated(static_cast<Data>(problem.running_mean[at]), kept.mean, momentum));
      out.running_var.push_back(
          honest.updated(static_cast<Data>(problem.running_var[at]), unbiased, momentum));
    }
    return out;
  }

  Backward<double> backward(const Problem& problem) const {
    const Honest honest(manner);
    Backward<double> out;
    out.dx.resize(problem.x.size());
    for (std::int64_t c = 0; c < problem.shape.c; ++c) {
      const std::vector<Data> x = channel<Data>(problem.x, problem.shape, c);
      const auto kept = honest.statistics(x, static_cast<Data>(problem.eps));
      const auto gradient = honest.gradient(
          x, channel<Data>(problem.dy, problem.shape, c), static_cast<Data>(kept.mean),
          static_cast<Data>(kept.invstd), static_cast<Data>(problem.weight_of(c)));
      write(gradient.dx, problem.shape, c, out.dx);
      out.dweight.push_back(gradient.dweight);
      out.dbias.push_back(gradient.dbias);
    }
    return out;
  }
};

template <class Element, class Accumulator, class Stored, class Applied, class Data>
Fake made(const tests::Manner& manner) {
  const Answers<Element, Accumulator, Stored, Applied, Data> answers{manner};
  Fake fake;
  fake.declared = {.element = dtype_of<Element>(),
                   .accumulator = dtype_of<Accumulator>(),
                   .stored = dtype_of<Stored>(),
                   .applied = dtype_of<Applied>(),
                   .variance = manner.variance,
                   .apply = manner.apply};
  fake.answer = [answers](const Problem& problem) { return answers.forward(problem); };
  fake.answer_backward = [answers](const Problem& problem) { return answers.backward(problem); };
  return fake;
}

}  // namespace

Outcome<Forward<double>> Fake::forward(const Problem& problem, bool saved) {
  if (status != CallStatus::ok) return {status, "does not answer", {}};
  if (refuses(problem)) return {CallStatus::refused, "not this one", {}};
  Outcome<Forward<double>> outcome{CallStatus::ok, "", answer(problem)};
  spoil(problem, outcome.outputs);
  if (!saved) outcome.outputs.save_mean.clear();
  if (!saved) outcome.outputs.save_invstd.clear();
  return outcome;
}

Outcome<Backward<double>> Fake::backward(const Problem& problem, const SavedStatistics&) {
  if (status != CallStatus::ok) return {status, "does not answer", {}};
  return {CallStatus::ok, "", answer_backward(problem)};
}

Fake honest(Formats formats, const tests::Manner& manner) {
  switch (formats) {
    case Formats::single: return made<float, float, float, float, float>(manner);
    case Formats::double_sums: return made<double, double, float, float, float>(manner);
    case Formats::wide: return made<double, double, double, double, float>(manner);
    case Formats::f64: break;
  }
  return made<double, double, double, double, double>(manner);
}

Fake correctly_rounded() {
  Fake fake;
  fake.declared = honest(Formats::wide).declared;
  fake.declared.double_parameters = true;
  fake.answer = [](const Problem& problem) { return kOracle.rounded_forward(problem, {}).outputs; };
  fake.answer_backward = [](const Problem& problem) {
    return kOracle.rounded_backward(problem).outputs;
  };
  return fake;
}

Grading::Grading(Fake fake, DType dtype, std::uint64_t seed)
    : fake_(std::move(fake)),
      court_{fake_, kOracle, kErrorModel, fake_.judged_by},
      subject_{court_, dtype, seed} {}

}  // namespace bncheck::grading

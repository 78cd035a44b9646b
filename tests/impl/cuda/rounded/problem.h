#pragma once

#include "tests/impl/cuda/rounded/data.h"

// One problem, put to whoever takes the arguments of a plug-in.
namespace cuda {

struct Problem {
  BatchShape shape = {4, 3, 40};
  Placement place;
  bn_mode mode = BN_TRAINING;
  bool in_place = false, has_parameters = true, has_running = true;
  double eps = 1e-5, momentum = 0.1;
  Kind x = Kind::ordinary, dy = Kind::ordinary, parameters = Kind::ordinary;
  std::uint64_t seed = 1;
};

template <class T>
Buffer<T> tensor_of(const Problem& problem, int offset, Kind kind, std::uint64_t seed) {
  Buffer<T> tensor(problem.shape, problem.place.order, offset);
  tensor.for_each([&](std::int64_t i, T& value) {
    const std::int64_t channel = i / problem.shape.s % problem.shape.c;
    value = rounded<T>(drawn<T>(kind, seed, i, channel));
  });
  return tensor;
}

template <class T>
using Parameters = Channels<typename ParameterTypeOf<T>::Type>;

/// A parameter has the precision of a T, too, so that products with a value may be ties.
template <class T>
Parameters<T> parameter_of_kind(const Problem& problem, std::uint64_t seed) {
  Parameters<T> parameter(problem.shape.c, 0);
  for (std::int64_t c = 0; c < problem.shape.c; ++c) {
    const double value = drawn<T>(problem.parameters, seed, c, c);
    parameter.values[static_cast<std::size_t>(c)] =
        static_cast<typename ParameterTypeOf<T>::Type>(to_double(rounded<T>(value)));
  }
  return parameter;
}
/// Squares of 1, 2 and 4, and numbers without pattern; no variance is below zero.
template <class T>
Parameters<T> variance_of_kind(const Problem& problem, std::uint64_t seed) {
  Parameters<T> variance = parameter_of_kind<T>(problem, seed);
  for (auto& value : variance.values) {
    const bool is_square = problem.parameters == Kind::whole || problem.parameters == Kind::odd;
    value = is_square ? std::exp2(4 * std::floor(value)) : std::fabs(value);
  }
  return variance;
}

/// Appends all numbers of the outputs.
template <class T>
std::vector<double> answers_of(Buffer<T>& tensor,
                               std::initializer_list<const Parameters<T>*> parameters) {
  std::vector<double> answers;
  tensor.for_each([&](std::int64_t, T value) { answers.push_back(to_double(value)); });
  for (const Parameters<T>* each : parameters)
    answers.insert(answers.end(), each->values.begin(), each->values.end());
  return answers;
}

/// Returns what run(args) answers: y, running_mean, running_var, save_mean, save_invstd.
template <class T, class Run>
std::vector<double> forward_answers(const Problem& problem, const Run& run) {
  const std::uint64_t seed = problem.seed * 8;
  Buffer<T> x = tensor_of<T>(problem, problem.place.offset, problem.x, seed);
  Buffer<T> y(problem.shape, problem.place.order, problem.place.result_offset);
  Parameters<T> weight = parameter_of_kind<T>(problem, seed + 2),
                bias = parameter_of_kind<T>(problem, seed + 3),
                running_mean = parameter_of_kind<T>(problem, seed + 4),
                running_var = variance_of_kind<T>(problem, seed + 5), save_mean(problem.shape.c, 0),
                save_invstd(problem.shape.c, 0);
  bn_forward_args args = {};
  args.struct_size = sizeof args;
  args.device = BN_CPU;
  args.mode = problem.mode;
  args.eps = problem.eps;
  args.momentum = problem.momentum;
  args.x = x.view();
  args.y = problem.in_place ? x.view() : y.view();
  if (problem.has_parameters) args.weight = weight.view(), args.bias = bias.view();
  if (problem.has_running || problem.mode == BN_EVAL)
    args.running_mean = running_mean.view(), args.running_var = running_var.view();
  if (problem.mode == BN_TRAINING)
    args.save_mean = save_mean.view(), args.save_invstd = save_invstd.view();
  run(args);
  return answers_of(problem.in_place ? x : y,
                    {&running_mean, &running_var, &save_mean, &save_invstd});
}

/// Returns what run(args) answers: dx, dweight, dbias.
template <class T, class Run>
std::vector<double> backward_answers(const Problem& problem, const Run& run) {
  const std::uint64_t seed = problem.seed * 8;
  Buffer<T> x = tensor_of<T>(problem, problem.place.offset, problem.x, seed),
            dy = tensor_of<T>(problem, problem.place.offset, problem.dy, seed + 1);
  Buffer<T> dx(problem.shape, problem.place.order, problem.place.result_offset);
  Parameters<T> weight = parameter_of_kind<T>(problem, seed + 2),
                mean = parameter_of_kind<T>(problem, seed + 4),
                var = variance_of_kind<T>(problem, seed + 5), dweight(problem.shape.c, 0),
                dbias(problem.shape.c, 0);
  bn_backward_args args = {};
  args.struct_size = sizeof args;
  args.device = BN_CPU;
  args.mode = problem.mode;
  args.eps = problem.eps;
  args.x = x.view();
  args.dy = dy.view();
  args.dx = problem.in_place ? dy.view() : dx.view();
  if (problem.has_parameters) args.weight = weight.view();
  if (problem.mode == BN_EVAL) args.running_mean = mean.view(), args.running_var = var.view();
  args.dweight = dweight.view();
  args.dbias = dbias.view();
  run(args);
  return answers_of(problem.in_place ? dy : dx, {&dweight, &dbias});
}

}  // namespace cuda

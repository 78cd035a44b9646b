#include "tests/impl/exact_example.h"

namespace bncheck {

Problem exact_example(DType dtype, Layout layout, Mode mode) {
  Problem problem;
  problem.dtype = dtype;
  problem.shape = {2, 2, {3}};
  problem.layout = layout;
  problem.mode = mode;
  problem.eps = 11;
  problem.momentum = 0.25;
  problem.x = {13, 7, 11, 17, -25, 3, 11, 11, 7, 3, 3, -25};  // means 10 and -4
  problem.dy = {6, 0, 3, 1, 0, -2, 2, 1, 0, 3, 5, -1};
  problem.weight = {2, -4};
  problem.bias = {1, 0.5};
  problem.running_mean = {4, 8};
  problem.running_var = {5, 53};  // 5 + eps = 16, 53 + eps = 64
  return problem;
}

Forward<double> exact_forward(Mode mode) {
  if (mode == Mode::evaluation) {
    return {.y = {5.5, 2.5, 4.5, -4, 17, 3, 4.5, 4.5, 2.5, 3, 3, 17},
            .save_mean = {},
            .save_invstd = {},
            .running_mean = {4, 8},
            .running_var = {5, 53}};
  }
  return {.y = {2.5, -0.5, 1.5, -4.75, 5.75, -1.25, 1.5, 1.5, -0.5, -1.25, -1.25, 5.75},
          .save_mean = {10, -4},
          .save_invstd = {0.25, 0.0625},
          .running_mean = {5.5, 5},        // 3/4 of {4, 8} + 1/4 of {10, -4}
          .running_var = {5.25, 113.25}};  // 3/4 of {5, 53} + 1/4 of {6, 294}, over m - 1
}

Backward<double> exact_backward(Mode mode) {
  if (mode == Mode::evaluation) {
    return {.dx = {3, 0, 1.5, -0.5, 0, 1, 1, 0.5, 0, -1.5, -2.5, 0.5},
            .dweight = {24, 1.5},
            .dbias = {12, 6}};
  }
  return {.dx = {1.625, -0.625, 0.375, 147 / 512., -19 / 512., 433 / 512., -0.125, -0.625, -0.625,
                 -207 / 512., -463 / 512., 109 / 512.},
          .dweight = {6, 5.25},
          .dbias = {12, 6}};
}

}  // namespace bncheck

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/dtype.h"
#include "core/layout.h"
#include "core/shape.h"

namespace bncheck {

/// Training normalizes with the batch's own statistics, evaluation with the running ones.
enum class Mode { training = 1, evaluation = 2 };

std::string_view to_string(Mode mode);

/// What is asked of the operation besides its tensors. momentum is the weight of the new batch:
/// running = (1 - momentum) * running + momentum * batch.
struct Config {
  DType dtype = DType::f32;
  Shape shape;
  Layouts layout;
  Mode mode = Mode::training;
  double eps = 1e-5;
  double momentum = 0.1;

  /// Returns the type of weight, bias, statistics and of their gradients.
  DType parameters() const { return parameter_dtype(dtype); }
};

/// How a call is made, besides what it is asked. The truth does not depend on it, and no case holds
/// it: a law that is about it sets it.
struct Manner {
  int threads = 0;        ///< how many to use; 0: as many as the implementation likes
  bool in_place = false;  ///< y lies in x's memory, dx in dy's (BN_IN_PLACE only)
  // Which outputs are wanted, where the problem has them. saved: save_mean and save_invstd.
  bool saved = true;
  bool dx = true;
  bool dweight = true;
  bool dbias = true;
};

/// One input of the operation, every value exact. Tensors are in logical order (core/shape.h), one
/// value per channel for the others; an absent tensor is empty. Running statistics are both present
/// or both absent; evaluation needs them. dy is the gradient that backward starts from.
struct Problem : Config {
  std::vector<double> x;
  std::vector<double> dy;
  std::vector<double> weight;
  std::vector<double> bias;
  std::vector<double> running_mean;
  std::vector<double> running_var;
  Manner manner;

  /// Returns the channel's weight; 1 where the tensor is absent.
  double weight_of(std::int64_t channel) const;

  /// Returns the channel's bias; 0 where the tensor is absent.
  double bias_of(std::int64_t channel) const;

  bool has_running() const { return !running_mean.empty(); }
};

/// What forward returns, as values of type T: double for what an implementation answered, Ball for
/// the truth, double again for a budget. save_* are empty in evaluation, running_* are the updated
/// statistics of training, and empty where they are not tracked.
template <class T>
struct Forward {
  std::vector<T> y;
  std::vector<T> save_mean;
  std::vector<T> save_invstd;
  std::vector<T> running_mean;
  std::vector<T> running_var;
};

/// What backward returns. dweight and dbias are empty where weight and bias are absent; so is what
/// is not wanted.
template <class T>
struct Backward {
  std::vector<T> dx;
  std::vector<T> dweight;
  std::vector<T> dbias;
};

/// The gradients that arrive at dx, dweight and dbias. An empty one is absent, and stands for zero.
struct SecondGradients {
  std::vector<double> ddx;
  std::vector<double> ddweight;
  std::vector<double> ddbias;

  /// Returns the channel's ddweight; 0 where the tensor is absent.
  double ddweight_of(std::int64_t channel) const;

  /// Returns the channel's ddbias; 0 where the tensor is absent.
  double ddbias_of(std::int64_t channel) const;
};

/// What double backward returns: the derivatives of sum(ddx*dx) + sum(ddweight*dweight) +
/// sum(ddbias*dbias) with respect to dy, x and weight. d_weight is empty where weight is absent.
template <class T>
struct DoubleBackward {
  std::vector<T> d_dy;
  std::vector<T> d_x;
  std::vector<T> d_weight;
};

/// Per channel: the statistics x is normalized with. In training var is the biased variance; in
/// evaluation both are the running ones. invstd = 1/sqrt(var + eps).
template <class T>
struct Statistics {
  std::vector<T> mean;
  std::vector<T> var;
  std::vector<T> invstd;
};

}  // namespace bncheck

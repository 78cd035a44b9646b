#pragma once

#include <cmath>
#include <cstdint>

#include "channels.h"

/// Batch norm, one channel at a time, all arithmetic in Scalar: sums in the order Eigen chooses
/// (lanes, then a tree), the variance in two passes, y = (x - mean) * invstd * weight + bias.
/// Expects arguments that arguments.h found to be valid.
template <class Scalar>
class BatchNorm {
 public:
  static void forward(const bn_forward_args& args) {
    const Channels<Scalar> x(args.x), y(args.y);
    const Parameter<Scalar> weight(args.weight), bias(args.bias);
    for (std::int64_t c = 0; c < args.x.shape[1]; ++c) {
      const Values<Scalar> values = x.gather(c);
      const auto [mean, invstd] =
          args.mode == BN_TRAINING ? train(args, c, values) : running(args, c);
      y.scatter(c, (values - mean) * invstd * weight.get_or(c, 1) + bias.get_or(c, 0));
    }
  }

  static void backward(const bn_backward_args& args) {
    const bool training = args.mode == BN_TRAINING;
    const Channels<Scalar> x(args.x), dy(args.dy), dx(args.dx);
    const Parameter<Scalar> weight(args.weight), dweight(args.dweight), dbias(args.dbias);
    for (std::int64_t c = 0; c < args.x.shape[1]; ++c) {
      const auto [mean, invstd] = training ? saved(args, c) : running(args, c);
      const Values<Scalar> gradient = dy.gather(c);
      const Values<Scalar> normalized = (x.gather(c) - mean) * invstd;
      const Scalar sum = gradient.sum();
      const Scalar projection = (gradient * normalized).sum();
      dbias.set(c, sum);
      dweight.set(c, projection);
      if (!dx.present()) continue;
      const Scalar slope = weight.get_or(c, 1) * invstd;
      const Scalar m = static_cast<Scalar>(gradient.size());
      if (training) {  // the batch's mean and variance move with x
        dx.scatter(c, slope * (gradient - sum / m - normalized * (projection / m)));
      } else {
        dx.scatter(c, slope * gradient);
      }
    }
  }

 private:
  struct Statistics {
    Scalar mean, invstd;
  };

  static Scalar inverse_deviation(Scalar var, double eps) {
    return 1 / std::sqrt(var + static_cast<Scalar>(eps));
  }

  /// Computes the batch's statistics, saves them and updates the running ones.
  static Statistics train(const bn_forward_args& args, std::int64_t c,
                          const Values<Scalar>& values) {
    const Scalar m = static_cast<Scalar>(values.size());
    const Scalar mean = values.sum() / m;
    const Scalar squares = (values - mean).square().sum();
    const Scalar invstd = inverse_deviation(squares / m, args.eps);
    Parameter<Scalar>(args.save_mean).set(c, mean);
    Parameter<Scalar>(args.save_invstd).set(c, invstd);
    const Scalar unbiased = squares / static_cast<Scalar>(values.size() - 1);
    update(Parameter<Scalar>(args.running_mean), c, args.momentum, mean);
    update(Parameter<Scalar>(args.running_var), c, args.momentum, unbiased);
    return {mean, invstd};
  }

  static void update(const Parameter<Scalar>& running, std::int64_t c, double weight_of_batch,
                     Scalar batch) {
    const Scalar momentum = static_cast<Scalar>(weight_of_batch);
    if (running.present()) running[c] = (1 - momentum) * running[c] + momentum * batch;
  }

  template <class Args>
  static Statistics running(const Args& args, std::int64_t c) {
    const Scalar var = Parameter<Scalar>(args.running_var)[c];
    return {Parameter<Scalar>(args.running_mean)[c], inverse_deviation(var, args.eps)};
  }

  static Statistics saved(const bn_backward_args& args, std::int64_t c) {
    return {Parameter<Scalar>(args.save_mean)[c], Parameter<Scalar>(args.save_invstd)[c]};
  }
};

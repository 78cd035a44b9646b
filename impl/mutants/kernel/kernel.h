#pragma once

#include <cstdint>
#include <vector>

#include "mutants/kernel/tensor.h"

namespace mutants {

/// The values of one channel in the order of the batch, then of the spatial axes.
using Values = std::vector<double>;

/// What normalizes a channel: y = (x - mean) * invstd * weight + bias.
struct Affine {
  double mean, invstd, weight, bias;
};

/// A batch's own statistics of a channel; the variance is over m.
struct Batch {
  double mean, variance, invstd;
};

/// The sums that a channel's gradient needs.
struct Sums {
  double dbias, dweight;
};

/// What arrives at a channel's dx, dweight and dbias in double backward.
struct Second {
  Values ddx;
  double ddweight, ddbias;
};

/// What leaves it.
struct SecondGradients {
  Values d_dy, d_x;
  double d_weight;
};

/// An honest batch normalization, all arithmetic in double, as a row of steps. A mutant overrides
/// the one step that it gets wrong, and all else stays right. Steps are called channel by channel,
/// and may ask where the call stands.
class Kernel {
 public:
  virtual ~Kernel() = default;

  /// What is declared: all arithmetic in double, sums in order, saved statistics as the host's type
  /// holds them.
  virtual void declare(bn_contract& contract) const;
  virtual bn_status forward(const bn_forward_args& args);
  virtual bn_status backward(const bn_backward_args& args);
  virtual bn_status double_backward(const bn_double_backward_args& args);

 protected:
  // --- Where the call stands.
  const bn_forward_args& forward_args() const { return *forward_; }
  const bn_backward_args& backward_args() const { return *backward_; }  ///< of both backwards
  const bn_tensor& x_tensor() const { return *x_; }
  bool is_x(const bn_tensor& tensor) const { return tensor.data == x_->data; }
  bool is_y(const bn_tensor& tensor) const;
  bool is_dy(const bn_tensor& tensor) const;
  bool is_dx(const bn_tensor& tensor) const;
  bool trains() const { return trains_; }
  double eps() const { return eps_; }
  std::int64_t channel() const { return channel_; }
  double m() const { return static_cast<double>(values_); }       ///< values of a channel
  double n() const { return static_cast<double>(x_->shape[0]); }  ///< images of the batch
  double spatial() const { return n() > 0 ? m() / n() : 1; }      ///< values of a channel's image

  // --- Tensors.
  virtual std::int64_t channels() const { return x_->shape[1]; }
  /// Returns where value j of a channel lies, from the first one in elements.
  virtual std::int64_t offset(const bn_tensor& tensor, std::int64_t channel, std::int64_t j) const;
  /// Returns where a channel's parameter or statistic lies.
  virtual std::int64_t place(const bn_tensor& tensor, std::int64_t channel) const;
  virtual Values gather(const bn_tensor& tensor) const;
  virtual void scatter(const bn_tensor& tensor, const Values& values) const;
  virtual double weight(const bn_tensor& tensor) const { return parameter_or(tensor, 1); }
  virtual double bias(const bn_tensor& tensor) const { return parameter_or(tensor, 0); }
  double parameter_or(const bn_tensor& tensor, double absent) const;
  void set(const bn_tensor& tensor, double value) const;  ///< nothing if it is absent

  // --- Forward, one channel.
  virtual bn_status defined_forward(const bn_forward_args& args) const;
  virtual void forward_channel();
  virtual Batch batch(const Values& x) const;
  virtual double mean(const Values& x) const;
  virtual double variance(const Values& x, double mean) const;
  virtual double invstd(double variance) const;
  virtual void save(const Batch& batch) const;
  virtual double saved_mean(const Batch& batch) const { return batch.mean; }
  virtual double saved_invstd(const Batch& batch) const { return batch.invstd; }
  /// Returns what normalizes: the batch's statistics, or in evaluation the running ones.
  virtual Affine training_affine(const Batch& batch) const;
  virtual Affine evaluation_affine() const;
  virtual double evaluation_invstd(double running_var) const { return invstd(running_var); }
  virtual Values output(const Values& x, const Affine& affine) const;
  virtual double output(double x, const Affine& affine) const;

  // --- Running statistics.
  virtual void track(const Batch& batch) const;
  virtual double momentum() const { return forward_args().momentum; }
  virtual double running_mean(double old, const Batch& batch) const;
  virtual double running_var(double old, const Batch& batch) const;
  double blended(double old, double added) const;  ///< (1 - momentum) old + momentum added

  // --- Backward, one channel.
  virtual bn_status defined_backward(const bn_backward_args& args) const;
  virtual void backward_channel();
  /// Returns what normalized: the saved statistics, or in evaluation the running ones.
  virtual Affine backward_affine(const Values& x) const;
  virtual Values normalized(const Values& x, const Affine& affine) const;
  virtual Sums sums(const Values& dy, const Values& xhat) const;
  virtual double dbias(const Values& dy) const;
  virtual double dweight(const Values& dy, const Values& xhat) const;
  /// Returns what is written, where dx needs the sums as they are.
  virtual double answered_dbias(const Sums& sums, const Affine& affine) const;
  virtual double answered_dweight(const Sums& sums, const Affine& affine) const;
  /// Returns the gradient by x, as the mode asks for.
  virtual Values dx(const Values& dy, const Values& xhat, const Sums& sums,
                    const Affine& affine) const;
  /// Returns the gradient by x, whose values also move the mean and the variance.
  virtual Values training_dx(const Values& dy, const Values& xhat, const Sums& sums,
                             const Affine& affine) const;
  virtual double training_dx(double dy, double xhat, const Sums& sums, const Affine& affine) const;
  virtual double evaluation_dx(double dy, const Affine& affine) const;

  // --- Double backward, one channel.
  virtual SecondGradients training_second(const Values& dy, const Values& xhat,
                                          const Affine& affine, const Second& second) const;
  virtual SecondGradients evaluation_second(const Values& dy, const Values& xhat,
                                            const Affine& affine, const Second& second) const;

 private:
  void begin(const bn_tensor& x, int mode, double eps);

  const bn_forward_args* forward_ = nullptr;
  const bn_backward_args* backward_ = nullptr;
  const bn_tensor* x_ = nullptr;
  bool trains_ = true;
  double eps_ = 0;
  std::int64_t channel_ = 0;
  std::int64_t values_ = 0;
};

double sum(const Values& values);
double dot(const Values& a, const Values& b);

}  // namespace mutants

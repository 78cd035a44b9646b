#pragma once

#include <vector>

#include "bench/gpu/device.h"
#include "bench/gpu/fill_kernel.h"
#include "core/case.h"
#include "core/layout.h"
#include "impl/bn_plugin.h"

namespace bncheck::gpu_bench {

/// Some sets of the tensors of one workload, all with the same values, those that `bncheck verify
/// --shapes` and `bncheck bench` draw alike: activations of several shifts and scales, and small
/// gradients. Shared by all implementations.
class Stage {
 public:
  Stage(const bench::Workload& workload, int sets, const Stream& stream);
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  const bench::Workload& workload() const { return workload_; }
  const Config& config() const { return case_; }
  const Stream& stream() const { return stream_; }
  int sets() const { return static_cast<int>(results_.size()); }

  /// Views refer to this object. dy is there in backward alone.
  bn_tensor x(int set) const { return view(x_[index(set)]); }
  bn_tensor dy(int set) const { return dy_.empty() ? bn_tensor{} : view(dy_[index(set)]); }
  bn_tensor result(int set) const { return view(results_[index(set)]); }

  /// Makes memory for one value per channel, of these values in turn.
  Memory parameter(const std::vector<double>& values) const;
  bn_tensor parameter_view(const Memory& memory) const;

  const Case& values() const { return case_; }

  /// Fills all results with NaN.
  void poison();

  /// Compares a set's result with double arithmetic: all channels. Waits for the stream.
  bench::Accuracy compare(int set);

 private:
  static std::size_t index(int set) { return static_cast<std::size_t>(set); }
  bn_tensor view(const Memory& memory) const;
  Plane plane() const;
  void fill(const Memory& memory, const std::vector<Recipe>& recipes) const;

  bench::Workload workload_;
  const Stream& stream_;
  Case case_;
  Strided layout_, parameter_layout_;
  std::vector<Memory> x_, dy_, results_;
  Memory weight_, bias_, mean_, var_, found_;
};

}  // namespace bncheck::gpu_bench

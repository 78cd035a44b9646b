#include "tests/impl/cpu_call.h"

#include <deque>
#include <stdexcept>

#include "core/layout.h"

namespace bncheck {
namespace {

/// The tensors of one call, in memory of their own.
class Tensors {
 public:
  Tensors(const Problem& problem, Calling calling) : problem_(problem), calling_(calling) {}

  /// Adds x's like, with these values; an input without values is absent.
  bn_tensor input(const std::vector<double>& values) {
    return values.empty() ? bn_tensor{} : add(problem_.dtype, full(), values);
  }
  bn_tensor output() { return add(problem_.dtype, full(), {}); }
  bn_tensor parameter(const std::vector<double>& values) {
    return values.empty() ? bn_tensor{} : add(problem_.parameters(), per_channel(), values);
  }
  bn_tensor statistic() { return add(problem_.parameters(), per_channel(), {}); }

  std::vector<double> read(const bn_tensor& tensor) const {
    if (tensor.data == nullptr) return {};
    return gather(static_cast<DType>(tensor.dtype), tensor.ndim == 1 ? per_channel() : full(),
                  tensor.data);
  }

  template <class Args>
  Args arguments() const {
    Args args = {};
    args.struct_size = sizeof args;
    args.mode = static_cast<std::int32_t>(problem_.mode);
    args.device = BN_CPU;
    args.threads = calling_.threads;
    args.eps = problem_.eps;
    return args;
  }

 private:
  struct Tensor {
    Strided where;
    std::vector<std::byte> bytes;
  };

  Strided full() const { return tensor_layout(problem_.layout.x, problem_.shape); }
  Strided per_channel() const {
    return parameter_layout(problem_.layout.parameters, problem_.shape.c);
  }

  bn_tensor add(DType dtype, Strided where, const std::vector<double>& values) {
    const auto before = static_cast<std::size_t>(calling_.offset) * size_of(dtype);
    const auto used = static_cast<std::size_t>(where.span()) * size_of(dtype);
    Tensor& tensor = tensors_.emplace_back(std::move(where), std::vector<std::byte>(before + used));
    std::byte* data = tensor.bytes.data() + before;
    if (!values.empty()) scatter(values, dtype, tensor.where, data);
    return {data, tensor.where.shape.data(), tensor.where.strides.data(),
            static_cast<std::int32_t>(tensor.where.shape.size()), static_cast<std::int32_t>(dtype)};
  }

  const Problem& problem_;
  Calling calling_;
  std::deque<Tensor> tensors_;
};

void require_ok(bn_status status) {
  if (status != BN_OK) throw std::runtime_error("status " + std::to_string(status));
}

}  // namespace

Forward<double> forward_of(const bn_plugin& plugin, const Problem& problem, Calling calling) {
  Tensors tensors(problem, calling);
  auto args = tensors.arguments<bn_forward_args>();
  args.momentum = problem.momentum;
  args.x = tensors.input(problem.x);
  args.y = calling.in_place ? args.x : tensors.output();
  args.weight = tensors.parameter(problem.weight);
  args.bias = tensors.parameter(problem.bias);
  args.running_mean = tensors.parameter(problem.running_mean);
  args.running_var = tensors.parameter(problem.running_var);
  if (problem.mode == Mode::training) {
    args.save_mean = tensors.statistic();
    args.save_invstd = tensors.statistic();
  }
  require_ok(plugin.forward(&args));
  return {tensors.read(args.y), tensors.read(args.save_mean), tensors.read(args.save_invstd),
          tensors.read(args.running_mean), tensors.read(args.running_var)};
}

Backward<double> backward_of(const bn_plugin& plugin, const Problem& problem, Calling calling) {
  Tensors tensors(problem, calling);
  auto args = tensors.arguments<bn_backward_args>();
  args.x = tensors.input(problem.x);
  args.dy = tensors.input(problem.dy);
  args.weight = tensors.parameter(problem.weight);
  args.running_mean = tensors.parameter(problem.running_mean);
  args.running_var = tensors.parameter(problem.running_var);
  args.dx = calling.in_place ? args.dy : tensors.output();
  args.dweight = tensors.statistic();
  args.dbias = tensors.statistic();
  require_ok(plugin.backward(&args));
  return {tensors.read(args.dx), tensors.read(args.dweight), tensors.read(args.dbias)};
}

SecondDerivatives double_backward_of(const bn_plugin& plugin, const Problem& problem,
                                     const Directions& directions, Calling calling) {
  Tensors tensors(problem, calling);
  auto args = tensors.arguments<bn_double_backward_args>();
  args.x = tensors.input(problem.x);
  args.dy = tensors.input(problem.dy);
  args.weight = tensors.parameter(problem.weight);
  args.running_mean = tensors.parameter(problem.running_mean);
  args.running_var = tensors.parameter(problem.running_var);
  args.ddx = tensors.input(directions.ddx);
  args.ddweight = tensors.parameter(directions.ddweight);
  args.ddbias = tensors.parameter(directions.ddbias);
  args.d_dy = tensors.output();
  args.d_x = tensors.output();
  args.d_weight = tensors.statistic();
  require_ok(plugin.double_backward(&args));
  return {tensors.read(args.d_dy), tensors.read(args.d_x), tensors.read(args.d_weight)};
}

}  // namespace bncheck

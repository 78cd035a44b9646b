#include "tests/impl/plugin_call.h"

#include <dlfcn.h>

#include <stdexcept>
#include <vector>

#include "core/layout.h"

namespace bncheck {
namespace {

constexpr double kUntouched = 77;  // no answer of the tests

/// A tensor in memory of its own, with one more element behind it. Absent if it has no values.
class Memory {
 public:
  Memory(DType dtype, Strided where, const std::vector<double>& values)
      : dtype_(dtype), where_(std::move(where)), used_(size()), bytes_(size() * size_of(dtype)) {
    for (std::size_t i = 0; i < size(); ++i) store(dtype_, element(i), kUntouched);
    for (std::int64_t offset : where_.offsets()) used_[static_cast<std::size_t>(offset)] = true;
    if (!values.empty()) scatter(values, dtype_, where_, bytes_.data());
  }

  bn_tensor view(bool present = true) {
    return {present ? bytes_.data() : nullptr, where_.shape.data(), where_.strides.data(),
            static_cast<std::int32_t>(where_.shape.size()), static_cast<std::int32_t>(dtype_)};
  }

  std::vector<double> read() const { return gather(dtype_, where_, bytes_.data()); }

  bool gaps_untouched() const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (!used_[i] && load(dtype_, &bytes_[i * size_of(dtype_)]) != kUntouched) return false;
    }
    return true;
  }

 private:
  std::size_t size() const { return static_cast<std::size_t>(where_.span()) + 1; }
  std::byte* element(std::size_t i) { return &bytes_[i * size_of(dtype_)]; }

  DType dtype_;
  Strided where_;
  std::vector<bool> used_;
  std::vector<std::byte> bytes_;
};

Memory full(const Problem& problem, const std::vector<double>& values = {}) {
  return {problem.dtype, tensor_layout(problem.layout.x, problem.shape), values};
}

Memory per_channel(const Problem& problem, const std::vector<double>& values = {}) {
  return {problem.parameters(), parameter_layout(problem.layout.parameters, problem.shape.c),
          values};
}

template <class Args>
Args arguments(const Problem& problem) {
  Args args = {};
  args.struct_size = sizeof args;
  args.mode = static_cast<std::int32_t>(problem.mode);
  args.device = BN_CPU;
  args.eps = problem.eps;
  return args;
}

std::vector<double> read_if(bool present, const Memory& memory) {
  return present ? memory.read() : std::vector<double>{};
}

/// Gives a call the workspace that the plug-in asks for, exactly as large.
template <class Args>
std::vector<std::byte> add_workspace(std::size_t (*size)(const Args*), Args& args) {
  std::vector<std::byte> workspace(size == nullptr ? 0 : size(&args), std::byte{0x55});
  args.workspace_size = workspace.size();
  args.workspace = workspace.empty() ? nullptr : workspace.data();
  return workspace;
}

}  // namespace

const bn_plugin* load_plugin(const std::string& path, std::uint32_t version) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(dlerror());
  void* entry = dlsym(library, "bn_plugin_entry");
  if (entry == nullptr) throw std::runtime_error(dlerror());
  return reinterpret_cast<decltype(&bn_plugin_entry)>(entry)(version);
}

Called<Forward<double>> call_forward(const bn_plugin& plugin, const Problem& problem, bool saved) {
  const bool training = problem.mode == Mode::training;
  Memory x = full(problem, problem.x), y = full(problem);
  Memory weight = per_channel(problem, problem.weight), bias = per_channel(problem, problem.bias);
  Memory running_mean = per_channel(problem, problem.running_mean);
  Memory running_var = per_channel(problem, problem.running_var);
  Memory save_mean = per_channel(problem), save_invstd = per_channel(problem);
  auto args = arguments<bn_forward_args>(problem);
  args.momentum = problem.momentum;
  args.x = x.view();
  args.y = y.view();
  args.weight = weight.view(!problem.weight.empty());
  args.bias = bias.view(!problem.bias.empty());
  args.running_mean = running_mean.view(problem.has_running());
  args.running_var = running_var.view(problem.has_running());
  args.save_mean = save_mean.view(training && saved);
  args.save_invstd = save_invstd.view(training && saved);
  const auto workspace = add_workspace(plugin.forward_workspace, args);
  Called<Forward<double>> called;
  called.status = plugin.forward(&args);
  for (const Memory* output : {&y, &running_mean, &running_var, &save_mean, &save_invstd}) {
    called.gaps_untouched = called.gaps_untouched && output->gaps_untouched();
  }
  called.outputs = {
      y.read(), read_if(training && saved, save_mean), read_if(training && saved, save_invstd),
      read_if(problem.has_running(), running_mean), read_if(problem.has_running(), running_var)};
  return called;
}

Called<Backward<double>> call_backward(const bn_plugin& plugin, const Problem& problem,
                                       const Forward<double>& saved, bool want_dx) {
  Memory x = full(problem, problem.x), dy = full(problem, problem.dy), dx = full(problem);
  Memory weight = per_channel(problem, problem.weight);
  Memory running_mean = per_channel(problem, problem.running_mean);
  Memory running_var = per_channel(problem, problem.running_var);
  Memory save_mean = per_channel(problem, saved.save_mean);
  Memory save_invstd = per_channel(problem, saved.save_invstd);
  Memory dweight = per_channel(problem), dbias = per_channel(problem);
  auto args = arguments<bn_backward_args>(problem);
  args.dy = dy.view();
  args.x = x.view();
  args.weight = weight.view(!problem.weight.empty());
  args.running_mean = running_mean.view(problem.has_running());
  args.running_var = running_var.view(problem.has_running());
  args.save_mean = save_mean.view(!saved.save_mean.empty());
  args.save_invstd = save_invstd.view(!saved.save_invstd.empty());
  args.dx = dx.view(want_dx);
  args.dweight = dweight.view(!problem.weight.empty());
  args.dbias = dbias.view(!problem.bias.empty());
  const auto workspace = add_workspace(plugin.backward_workspace, args);
  Called<Backward<double>> called;
  called.status = plugin.backward(&args);
  called.gaps_untouched = dx.gaps_untouched() && dweight.gaps_untouched() && dbias.gaps_untouched();
  called.outputs = {read_if(want_dx, dx), read_if(!problem.weight.empty(), dweight),
                    read_if(!problem.bias.empty(), dbias)};
  return called;
}

bn_forward_args describe(const Problem& problem) {
  auto args = arguments<bn_forward_args>(problem);
  args.momentum = problem.momentum;
  args.x.ndim = static_cast<std::int32_t>(problem.shape.extents().size());
  args.x.dtype = static_cast<std::int32_t>(problem.dtype);
  return args;
}

}  // namespace bncheck

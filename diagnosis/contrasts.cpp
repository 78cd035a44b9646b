// What a right answer may turn on besides the formula.
#include <algorithm>
#include <cmath>
#include <functional>

#include "diagnosis/probes.h"

namespace bncheck::diagnosis {
namespace {

struct Change {
  Cause cause;
  std::string sentence;
  std::function<void(Problem&)> make;
};

Change laid_out(const char* tensor, Placement Layouts::*place, Layout layout, int offset = 0) {
  const std::string how =
      offset == 0 ? std::string(to_string(layout)) : "at an address that is not aligned";
  return {Cause::layout_ignored,
          std::string(tensor) + " is right where it is contiguous, and wrong where its layout is " +
              how,
          [=](Problem& p) {
            p.layout.*place = {layout, offset};
          }};
}

std::vector<Change> layouts() {
  std::vector<Change> all;
  struct Tensor {
    const char* name;
    Placement Layouts::*place;
  };
  for (const Layout layout :
       {Layout::nhwc, Layout::strided, Layout::permuted, Layout::sliced, Layout::far}) {
    all.push_back({Cause::layout_ignored,
                   "answers are right where all tensors are contiguous, and wrong in the layout " +
                       std::string(to_string(layout)),
                   [layout](Problem& p) { p.layout = Layouts(layout); }});
    for (const Tensor& each :
         {Tensor{"an answer with x", &Layouts::x}, Tensor{"an answer with dy", &Layouts::dy},
          Tensor{"y", &Layouts::y}, Tensor{"dx", &Layouts::dx},
          Tensor{"an answer with parameters", &Layouts::parameters}}) {
      all.push_back(laid_out(each.name, each.place, layout));
    }
  }
  all.push_back(laid_out("an answer", &Layouts::x, Layout::nchw, 1));
  all.push_back(
      {Cause::layout_ignored, "a dy of stride 0, one value for all, is misread", [](Problem& p) {
         std::fill(p.dy.begin(), p.dy.end(), 0.5);
         p.layout.dy = {Layout::expanded};
       }});
  return all;
}

std::vector<Change> absences() {
  const Cause cause = Cause::parameter_absent;
  return {
      {cause, "the answer is wrong where there is no weight", [](Problem& p) { p.weight.clear(); }},
      {cause, "the answer is wrong where there is no bias", [](Problem& p) { p.bias.clear(); }},
      {cause, "the answer is wrong where there is neither weight nor bias",
       [](Problem& p) {
         p.weight.clear();
         p.bias.clear();
       }},
      {cause, "the answer is wrong where there are no running statistics to update",
       [](Problem& p) {
         if (p.mode == Mode::evaluation) return;
         p.running_mean.clear();
         p.running_var.clear();
       }},
      {cause, "both dx and dbias are wrong where dweight is not wanted",
       [](Problem& p) { p.manner.dweight = false; }},
      {cause, "the answer is wrong where dbias is not wanted",
       [](Problem& p) { p.manner.dbias = false; }},
      {cause, "both dweight and dbias are wrong where dx is not wanted",
       [](Problem& p) { p.manner.dx = false; }},
      {cause, "dx is wrong where neither dweight nor dbias is wanted",
       [](Problem& p) { p.manner.dweight = p.manner.dbias = false; }},
  };
}

std::vector<Change> in_place() {
  return {{Cause::memory_overrun,
           "the answer is wrong where y lies in x's memory and dx in dy's: something is read after "
           "it was overwritten",
           [](Problem& p) { p.manner.in_place = true; }}};
}

std::vector<Change> threads() {
  std::vector<Change> all;
  for (const int count : {1, 2, 3, 5}) {
    all.push_back({Cause::threads,
                   "the answer is wrong with " + std::to_string(count) +
                       (count == 1 ? " thread" : " threads"),
                   [count](Problem& p) { p.manner.threads = count; }});
  }
  return all;
}

void scale(Problem& problem, int exponent) {
  for (double& each : problem.x) each = round_to(problem.dtype, std::ldexp(each, exponent));
  for (double& each : problem.running_mean) each = std::ldexp(each, exponent);
  for (double& each : problem.running_var) each = std::ldexp(each, 2 * exponent);
}

/// Scales whose squares are still numbers of the type that sums are made in, but near its ends.
std::vector<Change> ranges(DType dtype) {
  const int top = dtype == DType::f64 ? 480 : dtype == DType::f16 ? 6 : 58;
  return {
      {Cause::overflow, "the answer is wrong where the values of x are large",
       [top](Problem& p) { scale(p, top); }},
      {Cause::underflow, "the answer is wrong where the values of x are small",
       [top](Problem& p) {
         scale(p, -top);
         p.eps = 0;
       }},
      {Cause::underflow, "the answer is wrong where values of dy are subnormal",
       [](Problem& p) {
         for (double& each : p.dy) each = std::copysign(smallest_subnormal(p.dtype) * 64, each);
       }},
  };
}

std::vector<Change> all_changes(DType dtype) {
  std::vector<Change> all;
  for (const auto& group : {layouts(), absences(), threads(), in_place(), ranges(dtype)}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

bool is_contiguous(const Problem& p) { return p.layout == Layouts(); }

}  // namespace

std::vector<Contrast> contrasts(DType dtype) {
  std::vector<Contrast> all;
  const std::vector<Problem> plain = probes(dtype);
  for (const Change& change : all_changes(dtype)) {
    for (std::size_t i = 2; i < 6; ++i) {
      Problem changed = plain[i];
      change.make(changed);
      all.push_back({change.cause, change.sentence, plain[i], std::move(changed)});
    }
  }
  return all;
}

std::vector<Contrast> made_plain(const Problem& wrong) {
  std::vector<Contrast> all;
  const auto add = [&](Cause cause, const char* sentence, const auto& make) {
    Problem plain = wrong;
    make(plain);
    all.push_back({cause, sentence, std::move(plain), wrong});
  };
  if (!is_contiguous(wrong)) {
    add(Cause::layout_ignored,
        "the answer is wrong in this layout, and right where the same values are contiguous",
        [](Problem& p) { p.layout = Layouts(); });
  }
  if (wrong.weight.empty() || wrong.bias.empty()) {
    add(Cause::parameter_absent,
        "the answer is wrong without weight or bias, and right where they are 1 and 0",
        [](Problem& p) {
          const auto channels = static_cast<std::size_t>(p.shape.c);
          if (p.weight.empty()) p.weight.assign(channels, 1);
          if (p.bias.empty()) p.bias.assign(channels, 0);
        });
  }
  add(Cause::threads, "the answer is wrong with several threads, and right with one",
      [](Problem& p) { p.manner.threads = 1; });
  if (!wrong.has_running()) {
    add(Cause::parameter_absent,
        "the answer is wrong without running statistics, and right with them", [](Problem& p) {
          p.running_mean.assign(static_cast<std::size_t>(p.shape.c), 0);
          p.running_var.assign(static_cast<std::size_t>(p.shape.c), 1);
        });
  }
  return all;
}

}  // namespace bncheck::diagnosis

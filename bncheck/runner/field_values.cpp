#include "bncheck/runner/field_values.h"

namespace bncheck::runner {
namespace {

using Cases = std::vector<Case>;

template <class Change>
void add(Cases& out, const Case& c, const Change& change) {
  out.push_back(c);
  change(out.back());
}

/// Adds the case with another shape; what the shape has no channel or place for is dropped.
void add_shape(Cases& out, const Case& c, const Shape& shape) {
  if (shape.size() == 0 || shape.size() > kLargestVaried) return;
  out.push_back(c);
  Case& next = out.back();
  next.shape = shape;
  const auto channels = static_cast<std::size_t>(shape.c);
  for (auto field : {&Case::weight, &Case::bias, &Case::running_mean, &Case::running_var}) {
    if ((next.*field).size() > channels) (next.*field).resize(channels);
  }
  for (auto field : {&Case::x, &Case::dy}) {
    if ((next.*field).size() > channels) (next.*field).resize(channels);
    for (Recipe& recipe : next.*field) {
      std::erase_if(recipe.overrides, [&shape](const Override& each) {
        return each.j >= shape.values_per_channel();
      });
    }
  }
}

void vary_dtype(Cases& out, const Case& c) {
  for (DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    add(out, c, [dtype](Case& next) { next.dtype = dtype; });
  }
}

void vary_n(Cases& out, const Case& c) {
  for (std::int64_t n : {1, 2, 3, 4, 17}) add_shape(out, c, {n, c.shape.c, c.shape.spatial});
  for (std::int64_t n : {c.shape.n - 1, c.shape.n + 1}) {
    if (n > 17) add_shape(out, c, {n, c.shape.c, c.shape.spatial});
  }
}

void vary_c(Cases& out, const Case& c) {
  for (std::int64_t channels : {1, 2, 3, 8}) {
    add_shape(out, c, {c.shape.n, channels, c.shape.spatial});
  }
  for (std::int64_t channels : {c.shape.c - 1, c.shape.c + 1}) {
    if (channels > 8) add_shape(out, c, {c.shape.n, channels, c.shape.spatial});
  }
}

void vary_spatial(Cases& out, const Case& c) {
  using Axes = std::vector<std::int64_t>;
  for (const Axes& axes : {Axes{}, Axes{1}, Axes{2}, Axes{3, 3}, Axes{2, 3, 2}}) {
    add_shape(out, c, {c.shape.n, c.shape.c, axes});
  }
  if (c.shape.spatial.empty()) return;
  for (int step : {-1, 1}) {
    Shape shape = c.shape;
    shape.spatial.back() += step;
    add_shape(out, c, shape);
  }
}

void vary_layout(Cases& out, const Case& c) {
  for (Layout layout : {Layout::nchw, Layout::nhwc, Layout::strided, Layout::sliced}) {
    add(out, c, [layout](Case& next) { next.layout = layout; });
  }
}

void vary_running(Cases& out, const Case& c) {
  const auto set = [&](const std::vector<double>& mean, const std::vector<double>& var) {
    add(out, c, [&](Case& next) {
      next.running_mean = mean;
      next.running_var = var;
    });
  };
  if (c.mode == Mode::training) set({}, {});
  set({0}, {1});
  set({1}, {4});
}

void vary_mode(Cases& out, const Case& c) {
  add(out, c, [](Case& next) {
    next.mode = next.mode == Mode::training ? Mode::evaluation : Mode::training;
    if (!next.running_mean.empty()) return;
    next.running_mean = {0};
    next.running_var = {1};
  });
}

void vary_eps(Cases& out, const Case& c) {
  for (double eps : {0.0, 1e-12, 1e-5, 1e-3, 1.0}) {
    add(out, c, [eps](Case& next) { next.eps = eps; });
  }
}

void vary_momentum(Cases& out, const Case& c) {
  for (double momentum : {0.0, 0.1, 0.5, 1.0}) {
    add(out, c, [momentum](Case& next) { next.momentum = momentum; });
  }
}

void vary_list(Cases& out, const Case& c, std::vector<double> Case::*field) {
  add(out, c, [field](Case& next) { (next.*field).clear(); });
  for (double value : {0.0, 1.0, -1.0, 2.0}) {
    add(out, c, [=](Case& next) { next.*field = {value}; });
  }
}

void vary_weight(Cases& out, const Case& c) { vary_list(out, c, &Case::weight); }
void vary_bias(Cases& out, const Case& c) { vary_list(out, c, &Case::bias); }

void vary_recipes(Cases& out, const Case& c, std::vector<Recipe> Case::*field) {
  for (const Recipe& recipe :
       {Recipe{}, Recipe{Pattern::constant, 0, 1, 0, {}}, Recipe{Pattern::alternating, 0, 0, 0, {}},
        Recipe{Pattern::ramp, 0, 0, 0, {}}, Recipe{Pattern::bell, 0, 0, 1, {}},
        Recipe{Pattern::bell, 0, 1000, 1, {}}, Recipe{Pattern::bell, -20, 0, 1, {}}}) {
    add(out, c, [&](Case& next) { next.*field = {recipe}; });
  }
}

void vary_x(Cases& out, const Case& c) { vary_recipes(out, c, &Case::x); }
void vary_dy(Cases& out, const Case& c) { vary_recipes(out, c, &Case::dy); }

constexpr Field kFields[] = {
    {"dtype", vary_dtype},
    {"n", vary_n},
    {"c", vary_c},
    {"spatial", vary_spatial},
    {"layout", vary_layout},
    {"mode", vary_mode},
    {"eps", vary_eps},
    {"momentum", vary_momentum},
    {"weight", vary_weight},
    {"bias", vary_bias},
    {"running", vary_running},
    {"x", vary_x},
    {"dy", vary_dy},
};

}  // namespace

std::span<const Field> fields_to_vary() { return kFields; }

}  // namespace bncheck::runner

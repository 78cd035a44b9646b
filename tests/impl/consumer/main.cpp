#include <batch_norm/batch_norm.h>

#include <cstdio>
#include <vector>

// Two channels of two values: 1 and 3, 10 and 30.
int main() {
  const std::vector<std::int64_t> shape = {2, 2}, strides = {2, 1};
  const std::vector<float> x = {1, 10, 3, 30};
  std::vector<float> y(4);
  batch_norm::forward(batch_norm::Training{
      .x = {x.data(), batch_norm::Type::f32, shape, strides},
      .y = {y.data(), batch_norm::Type::f32, shape, strides},
      .eps = 0,
  });
  for (const float value : y) std::printf("%g ", value);
  return 0;
}

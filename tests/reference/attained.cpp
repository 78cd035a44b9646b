#include "tests/reference/attained.h"

#include <cmath>

namespace bncheck::tests {

void record(Attained& attained, const std::string& name, const std::vector<double>& got,
            const std::vector<Ball>& truth, const Budget& budget, const Case& input) {
  const Judgement judgement = judge(name, got, truth, budget);
  if (!judgement.evidence) return;
  Worst& worst = attained[name];
  if (judgement.evidence->ratio <= worst.ratio) return;
  worst = {judgement.evidence->ratio, to_string(input)};
}

Case adversarial(std::uint64_t i, DType dtype, Mode mode) {
  const auto random = [&](std::uint64_t stream, std::uint64_t bound) {
    return static_cast<std::int64_t>(counter_random(i, stream, 1) % bound);
  };
  Case c;
  c.dtype = dtype;
  c.mode = mode;
  const std::int64_t m = random(1, 8) == 0 ? 2000 + random(2, 100) : 2 + random(2, 60);
  c.shape = Shape{m, 1, {}};
  c.eps = std::ldexp(1.0 + static_cast<double>(random(3, 64)) / 64,
                     static_cast<int>(random(4, 40)) - 30);
  if (random(41, 8) == 0) c.eps = random(42, 2) == 0 ? 0 : 1e-40;
  c.momentum = random(5, 4) == 0 ? 1.0 : static_cast<double>(random(6, 1000)) / 1000;
  const auto signed_value = [&](std::uint64_t stream) {
    return static_cast<double>(random(stream, 2001) - 1000) / 256;
  };
  c.weight = {signed_value(7)};
  c.bias = {random(8, 3) == 0 ? 0.0 : signed_value(9)};
  c.running_mean = {signed_value(10) * std::ldexp(1.0, static_cast<int>(random(11, 10)))};
  c.running_var = {std::fabs(signed_value(12))};
  // One case in six lies where squares underflow, or come near overflow.
  const int extreme = random(50, 6) == 0 ? static_cast<int>(random(51, 190)) - 140 : 0;
  const auto recipe = [&](std::uint64_t stream, bool shifted) {
    Recipe r;
    r.pattern = static_cast<Pattern>(random(stream, kPatternCount));
    r.scale = static_cast<int>(random(stream + 1, 20)) - 10 + (shifted ? extreme : 0);
    r.shift = shifted && random(stream + 2, 2) == 0
                  ? std::ldexp(1.3, static_cast<int>(random(stream + 3, 24)) - 8 + extreme)
                  : 0.0;
    r.seed = i;
    return r;
  };
  c.x = {recipe(20, true)};
  c.dy = {recipe(30, random(40, 2) == 0)};
  return c;
}

}  // namespace bncheck::tests

// Prints what the kernels move for the layers of ResNet-50, as Markdown.
#include <cstdio>
#include <string>

#include "tests/impl/cuda/traffic.h"

namespace {

using cuda::Layer;

std::string team(const cuda::Transfers& found) {
  const auto& [method, team, grid] = found.plan;
  if (method == cuda::Method::split) return "passes";
  if (method == cuda::Method::cluster && team.blocks == 1) return "block";
  return (method == cuda::Method::grid ? "grid of " : "cluster of ") + std::to_string(team.blocks);
}

/// Those of tensors, and of what a team's blocks tell each other.
std::string transfers(const cuda::Transfers& found) {
  char text[32];
  const bool tells = found.plan.method == cuda::Method::grid;
  std::snprintf(text, sizeof text, tells ? "%.2f + %.3f" : "%.2f", found.tensors, found.partials);
  return text;
}

template <class T>
void print_row(const char* type, const char* order_name, std::int64_t channels, int side,
               cuda::Order order) {
  const cuda::BatchShape shape = {256, channels, std::int64_t{side} * side};
  const auto training = cuda::transfers_of<T>({shape, order, cuda::Operation::training});
  const auto backward = cuda::transfers_of<T>({shape, order, cuda::Operation::backward});
  std::printf("| %lldx%dx%d | %s | %s | %s | %s | %s | %s |\n", static_cast<long long>(channels),
              side, side, type, order_name, team(training).c_str(), transfers(training).c_str(),
              team(backward).c_str(), transfers(backward).c_str());
  std::fflush(stdout);
}

}  // namespace

int main() {
  constexpr struct {
    std::int64_t channels;
    int side;
  } kLayers[] = {{64, 112}, {64, 56},  {256, 56},  {128, 56}, {128, 28}, {512, 28},
                 {256, 28}, {256, 14}, {1024, 14}, {512, 14}, {512, 7},  {2048, 7}};
  std::printf(
      "| layer | type | memory | forward: team | transfers | backward: team | transfers |\n"
      "|---|---|---|---|---|---|---|\n");
  for (const auto& [channels, side] : kLayers) {
    for (const auto order : {cuda::Order::channels_first, cuda::Order::channels_last}) {
      const char* name = order == cuda::Order::channels_first ? "nchw" : "nhwc";
      print_row<float>("f32", name, channels, side, order);
      print_row<cuda::BFloat16>("bf16", name, channels, side, order);
    }
  }
}

#include <algorithm>
#include <functional>
#include <string>

#include "bench/gpu/copies.h"
#include "bench/gpu/copy_kernel.h"
#include "bench/gpu/replay.h"
#include "cuda/launcher.cuh"

namespace bncheck::gpu_bench {
namespace {

constexpr int kTurns = 5;
constexpr int kBlocksOfAMultiprocessor[] = {1, 2, 4, 8, 16, 32};
// A large tensor of ResNet-50; the cache of any device is smaller.
constexpr std::size_t kLeastBytes = std::size_t{1} << 29;

Copy timed(const std::string& way, std::size_t bytes, const Stream& stream,
           const std::function<void()>& enqueue) {
  Replay replay([&enqueue](int) { enqueue(); }, 1, stream);
  std::vector<double> seconds;
  for (int i = 0; i < kTurns; ++i) {
    const std::vector<double> more = replay.turn();
    seconds.insert(seconds.end(), more.begin(), more.end());
  }
  std::sort(seconds.begin(), seconds.end());
  return {way, 2e-9 * static_cast<double>(bytes) / seconds[seconds.size() / 2]};
}

}  // namespace

std::vector<Copy> time_copies(const Session& session, const Stream& stream) {
  const std::size_t bytes =
      std::max(kLeastBytes, static_cast<std::size_t>(4 * session.cache_bytes) / 256 * 256);
  const Memory from(bytes), to(bytes);
  using Vector = CopyVectors::Vector;
  const CopyVectors kernel = {static_cast<const Vector*>(from.data()),
                              static_cast<Vector*>(to.data()),
                              static_cast<std::int64_t>(bytes / sizeof(Vector))};
  std::vector<Copy> copies;
  for (const int each : kBlocksOfAMultiprocessor) {
    const int blocks = each * multiprocessors();
    const std::string way = "16-byte vectors, " + std::to_string(blocks) + " blocks";
    copies.push_back(timed(way, bytes, stream, [&] {
      cuda::DeviceLauncher({}, stream.get())
          .launch({.blocks = blocks, .threads = cuda::kThreads}, kernel);
    }));
  }
  copies.push_back(timed("cudaMemcpyAsync", bytes, stream, [&] {
    check(cudaMemcpyAsync(to.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, stream.get()),
          "cudaMemcpyAsync");
  }));
  return copies;
}

}  // namespace bncheck::gpu_bench

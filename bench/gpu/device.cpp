#include "bench/gpu/device.h"

#include <fstream>
#include <stdexcept>

namespace bncheck::gpu_bench {
namespace {

int attribute(cudaDeviceAttr which) {
  int device = 0, value = 0;
  check(cudaGetDevice(&device), "cudaGetDevice");
  check(cudaDeviceGetAttribute(&value, which, device), "cudaDeviceGetAttribute");
  return value;
}

/// Returns the number of the kernel's module: the first word that is one.
std::string driver_version() {
  std::ifstream file("/proc/driver/nvidia/version");
  std::string word, found = "unknown";
  while (file >> word) {
    const bool is_number = !word.empty() && word.find_first_not_of("0123456789.") == word.npos;
    if (is_number && found == "unknown") found = word;
  }
  return found;
}

}  // namespace

void check(cudaError_t error, const char* call) {
  if (error == cudaSuccess) return;
  throw std::runtime_error(std::string(call) + ": " + cudaGetErrorString(error));
}

std::string why_no_device() {
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess) return cudaGetErrorString(error);
  return count == 0 ? "the driver knows of none" : "";
}

Session describe_device() {
  int device = 0;
  cudaDeviceProp properties;
  check(cudaGetDevice(&device), "cudaGetDevice");
  check(cudaGetDeviceProperties(&properties, device), "cudaGetDeviceProperties");
  Session session;
  session.device = properties.name;
  session.driver = driver_version();
  check(cudaDriverGetVersion(&session.cuda), "cudaDriverGetVersion");
  session.clock_mhz = attribute(cudaDevAttrClockRate) * 1e-3;
  session.cache_bytes = attribute(cudaDevAttrL2CacheSize);
  return session;
}

int multiprocessors() { return attribute(cudaDevAttrMultiProcessorCount); }

Memory::Memory(std::size_t bytes) : bytes_(bytes) {
  void* memory = nullptr;
  check(cudaMalloc(&memory, bytes), "cudaMalloc");
  memory_.reset(memory);
}

Stream::Stream() {
  check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
}

void Stream::wait() const { check(cudaStreamSynchronize(stream_), "cudaStreamSynchronize"); }

}  // namespace bncheck::gpu_bench

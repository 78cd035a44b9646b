#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace bncheck::host {

// The types of cuda.h that are needed, so that bncheck is built without the CUDA Toolkit.
using DriverResult = int;             // CUresult
using DeviceAddress = std::uint64_t;  // CUdeviceptr
struct DriverContext;
struct DriverStream;
struct DriverGraph;
struct DriverGraphExecution;

inline constexpr DriverResult kDriverSuccess = 0;
inline constexpr DriverResult kDriverOutOfMemory = 2;
inline constexpr unsigned kNonBlockingStream = 1;
inline constexpr int kCaptureGlobally = 0;  // what may wait is refused in every thread

/// Says which function of the driver failed, and how; or why there is no driver.
struct DriverError : std::runtime_error {
  using std::runtime_error::runtime_error;
  DriverError(const std::string& function, DriverResult of_driver,
              const std::string& name_of_result)
      : std::runtime_error(function + " returned " + name_of_result),
        result(of_driver),
        name(name_of_result) {}

  DriverResult result = kDriverSuccess;
  std::string name;  ///< such as CUDA_ERROR_OUT_OF_MEMORY
};

/// The functions of the CUDA driver that the host uses, by the names of cuda.h.
struct Driver {
  DriverResult (*cuInit)(unsigned flags);
  DriverResult (*cuDeviceGetCount)(int* count);
  DriverResult (*cuDeviceGet)(int* device, int ordinal);
  DriverResult (*cuDevicePrimaryCtxRetain)(DriverContext** context, int device);
  DriverResult (*cuCtxSetCurrent)(DriverContext* context);
  DriverResult (*cuCtxSynchronize)();
  DriverResult (*cuMemAlloc)(DeviceAddress* address, std::size_t bytes);
  DriverResult (*cuMemFree)(DeviceAddress address);
  DriverResult (*cuMemcpyHtoDAsync)(DeviceAddress to, const void* from, std::size_t bytes,
                                    DriverStream* stream);
  DriverResult (*cuMemcpyDtoDAsync)(DeviceAddress to, DeviceAddress from, std::size_t bytes,
                                    DriverStream* stream);
  DriverResult (*cuMemcpyDtoH)(void* to, DeviceAddress from, std::size_t bytes);
  DriverResult (*cuMemsetD8Async)(DeviceAddress to, unsigned char value, std::size_t bytes,
                                  DriverStream* stream);
  DriverResult (*cuStreamCreate)(DriverStream** stream, unsigned flags);
  DriverResult (*cuStreamSynchronize)(DriverStream* stream);
  DriverResult (*cuStreamBeginCapture)(DriverStream* stream, int mode);
  DriverResult (*cuStreamEndCapture)(DriverStream* stream, DriverGraph** graph);
  DriverResult (*cuGraphInstantiateWithFlags)(DriverGraphExecution** execution, DriverGraph* graph,
                                              unsigned long long flags);
  DriverResult (*cuGraphLaunch)(DriverGraphExecution* execution, DriverStream* stream);
  DriverResult (*cuGraphExecDestroy)(DriverGraphExecution* execution);
  DriverResult (*cuGraphDestroy)(DriverGraph* graph);
  DriverResult (*cuLaunchHostFunc)(DriverStream* stream, void (*function)(void*), void* data);
  DriverResult (*cuGetErrorName)(DriverResult result, const char** name);

  /// Returns the name that cuda.h has for it.
  std::string name_of(DriverResult result) const;

  /// Throws DriverError unless the function of this name succeeded.
  void require(DriverResult result, const char* function) const;
};

/// Loads libcuda.so.1, or what the environment's BNCHECK_CUDA_DRIVER names, and starts it. Throws
/// DriverError if that fails, or if there is no device.
Driver open_driver();

}  // namespace bncheck::host

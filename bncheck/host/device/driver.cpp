#include "bncheck/host/device/driver.h"

#include <dlfcn.h>

#include <cstdlib>

namespace bncheck::host {
namespace {

/// Returns the library; it is never unloaded.
void* open_library() {
  const char* named = std::getenv("BNCHECK_CUDA_DRIVER");
  const std::string name = named != nullptr && *named != '\0' ? named : "libcuda.so.1";
  void* library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library != nullptr) return library;
  const char* reason = dlerror();
  throw DriverError(reason == nullptr ? name + " cannot be loaded" : reason);
}

template <class Function>
void find(void* library, const char* name, Function& function) {
  void* symbol = dlsym(library, name);
  if (symbol == nullptr) throw DriverError(std::string("its driver has no ") + name);
  function = reinterpret_cast<Function>(symbol);
}

// cuda.h gives some names a version, by macros.
Driver find_functions(void* library) {
  Driver driver = {};
  find(library, "cuInit", driver.cuInit);
  find(library, "cuDeviceGetCount", driver.cuDeviceGetCount);
  find(library, "cuDeviceGet", driver.cuDeviceGet);
  find(library, "cuDevicePrimaryCtxRetain", driver.cuDevicePrimaryCtxRetain);
  find(library, "cuCtxSetCurrent", driver.cuCtxSetCurrent);
  find(library, "cuCtxSynchronize", driver.cuCtxSynchronize);
  find(library, "cuMemAlloc_v2", driver.cuMemAlloc);
  find(library, "cuMemFree_v2", driver.cuMemFree);
  find(library, "cuMemcpyHtoDAsync_v2", driver.cuMemcpyHtoDAsync);
  find(library, "cuMemcpyDtoDAsync_v2", driver.cuMemcpyDtoDAsync);
  find(library, "cuMemcpyDtoH_v2", driver.cuMemcpyDtoH);
  find(library, "cuMemsetD8Async", driver.cuMemsetD8Async);
  find(library, "cuStreamCreate", driver.cuStreamCreate);
  find(library, "cuStreamSynchronize", driver.cuStreamSynchronize);
  find(library, "cuStreamBeginCapture_v2", driver.cuStreamBeginCapture);
  find(library, "cuStreamEndCapture", driver.cuStreamEndCapture);
  find(library, "cuGraphInstantiateWithFlags", driver.cuGraphInstantiateWithFlags);
  find(library, "cuGraphLaunch", driver.cuGraphLaunch);
  find(library, "cuGraphExecDestroy", driver.cuGraphExecDestroy);
  find(library, "cuGraphDestroy", driver.cuGraphDestroy);
  find(library, "cuLaunchHostFunc", driver.cuLaunchHostFunc);
  find(library, "cuGetErrorName", driver.cuGetErrorName);
  return driver;
}

}  // namespace

std::string Driver::name_of(DriverResult result) const {
  const char* name = nullptr;
  cuGetErrorName(result, &name);
  return name == nullptr ? "error " + std::to_string(result) : name;
}

void Driver::require(DriverResult result, const char* function) const {
  if (result != kDriverSuccess) throw DriverError(function, result, name_of(result));
}

Driver open_driver() {
  const Driver driver = find_functions(open_library());
  driver.require(driver.cuInit(0), "cuInit");
  int count = 0;
  driver.require(driver.cuDeviceGetCount(&count), "cuDeviceGetCount");
  if (count == 0) throw DriverError("its driver knows of none");
  return driver;
}

}  // namespace bncheck::host

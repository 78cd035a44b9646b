#include "bncheck/host/open_machine.h"

#include <cstdlib>
#include <string>
#include <string_view>

#include "bncheck/host/cpu_machine.h"
#include "bncheck/host/device/cuda_machine.h"
#include "bncheck/host/host.h"

namespace bncheck::host {
namespace {

bool must_have_device() {
  const char* required = std::getenv("BNCHECK_REQUIRE_GPU");
  return required != nullptr && *required != '\0' && std::string_view(required) != "0";
}

[[noreturn]] void miss_device(const std::filesystem::path& library, const char* reason) {
  const std::string missing = std::string("this machine has no CUDA device (") + reason + "): ";
  if (must_have_device()) {
    throw LoadError(missing + library.string() +
                    " cannot be called, and BNCHECK_REQUIRE_GPU is set");
  }
  throw NoDevice(missing + library.string() + " skipped");
}

}  // namespace

std::unique_ptr<Machine> open_machine(const std::filesystem::path& library, const bn_plugin& plugin,
                                      int file, Windows::Inputs inputs) {
  if (plugin.device != BN_CUDA) return std::make_unique<CpuMachine>(file, inputs);
  try {
    return std::make_unique<CudaMachine>(file, inputs);
  } catch (const DriverError& error) {
    miss_device(library, error.what());
  }
}

}  // namespace bncheck::host

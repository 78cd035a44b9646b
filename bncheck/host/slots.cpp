#include "bncheck/host/slots.h"

#include <array>

namespace bncheck::host {

std::string_view name_of(Slot slot) {
  static constexpr std::array<std::string_view, kSlotCount> kNames = {
      "x",           "dy",        "weight",       "bias",        "running_mean",
      "running_var", "save_mean", "save_invstd",  "ddx",         "ddweight",
      "ddbias",      "y",         "running_mean", "running_var", "save_mean",
      "save_invstd", "dx",        "dweight",      "dbias",       "d_dy",
      "d_x",         "d_weight"};
  return kNames[index_of(slot)];
}

}  // namespace bncheck::host

#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/dialect.h"

namespace bncheck {

/// What a framework's own momentum weighs; `none` where it has no such argument.
enum class OwnMomentum { new_value, old_value, none };

/// What a user of the framework meets. No law reads it: through the plug-in ABI momentum weighs the
/// new value and channels lie on axis 1, and adapters convert. What has no default is absent.
struct Framework {
  OwnMomentum momentum = OwnMomentum::none;
  std::optional<double> default_momentum;
  std::optional<double> default_eps;
  std::optional<int> channel_axis;  ///< by default
  std::string_view source;          ///< where it is written: version, and files or documents
  std::string_view note;            ///< what was tried, what is uncertain, what no field says
};

/// A dialect with a name, and the framework it is taken from.
struct Preset {
  Dialect dialect;
  Framework framework;
};

/// Returns all presets; PyTorch's first.
std::span<const Preset> presets();

}  // namespace bncheck

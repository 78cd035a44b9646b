// bn_plugin.h stands alone in C++ too, and its structs are plain memory.
// clang-format off: it comes before all others on purpose
#include "bn_plugin.h"
// clang-format on

#include <type_traits>

static_assert(std::is_trivial_v<bn_forward_args> && std::is_standard_layout_v<bn_forward_args>);
static_assert(std::is_trivial_v<bn_backward_args> && std::is_standard_layout_v<bn_backward_args>);
static_assert(std::is_trivial_v<bn_contract> && std::is_standard_layout_v<bn_contract>);
static_assert(std::is_trivial_v<bn_plugin> && std::is_standard_layout_v<bn_plugin>);

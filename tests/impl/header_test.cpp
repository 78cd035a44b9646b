// bn_plugin.h stands alone in C++ too, and its structs are plain memory.
#include "bn_plugin.h"

#include <type_traits>

static_assert(std::is_trivial_v<bn_forward_args> && std::is_standard_layout_v<bn_forward_args>);
static_assert(std::is_trivial_v<bn_backward_args> && std::is_standard_layout_v<bn_backward_args>);
static_assert(std::is_trivial_v<bn_contract> && std::is_standard_layout_v<bn_contract>);
static_assert(std::is_trivial_v<bn_plugin> && std::is_standard_layout_v<bn_plugin>);

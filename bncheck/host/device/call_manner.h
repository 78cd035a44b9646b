#pragma once

#include "bncheck/host/protocol.h"

namespace bncheck::host {

/// How a plug-in for a device is called. It must make no difference.
enum class CallManner {
  plain,    ///< its inputs are there, or will be soon
  late,     ///< its stream is held up until the call has returned
  captured  ///< once as if plain, then into a graph, which is launched afterwards
};

/// Chooses by the request and the tensors' shapes alone, so that a replay meets the same one: an
/// eighth of all calls is late, an eighth captured.
CallManner manner_of(const ControlBlock& control);

}  // namespace bncheck::host

#pragma once

#include "bncheck/host/machine.h"

namespace bncheck::host {

/// Does what the control block requests, in the thread that calls, and answers there. Every request
/// asks for the contract first, then whether the case is supported, then for the workspace, then
/// calls; the first status that is not BN_OK ends it. A plug-in that crashes does not return from
/// here.
void execute(const bn_plugin& plugin, ControlBlock& control, Machine& machine);

}  // namespace bncheck::host

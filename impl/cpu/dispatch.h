#pragma once

#include <vector>

namespace cpu {

/// The instruction sets that the kernels are compiled for.
enum class Target { baseline, x86_64_v3, x86_64_v4 };

const char* name(Target target);

/// Returns those that this machine runs, the best one last: it is used unless another is chosen.
std::vector<Target> targets();

/// Makes all later calls use the target, one of targets(). The answers are the same: this is for
/// tests and measurements.
void use(Target target);

}  // namespace cpu

#pragma once

#include "bncheck/bench/python_process.h"
#include "bncheck/bench/stage.h"

namespace bncheck::bench {

/// Writes the stage's inputs into the memory that is shared with the process, with room for an
/// answer. Returns where each of them lies: offset, dtype, shape and strides by name.
nlohmann::json share_tensors(PythonProcess& process, const Stage& stage);

/// Returns the sampled channels of y or dx that the process has written there.
std::vector<std::vector<double>> shared_answer(const PythonProcess& process, const Stage& stage);

}  // namespace bncheck::bench

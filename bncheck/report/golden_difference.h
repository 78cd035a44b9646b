#pragma once

#include <string>

#include "golden/difference.h"

namespace bncheck::report {

/// Tells in words what differs between two folders of golden vectors: each vector whose values
/// differ, each other difference once with the vectors that share it, then what moved output by
/// output, and a summary of one line.
std::string describe(const golden::FolderDifference& found);

/// Whether the folders hold the same vectors, the same in every member.
bool is_equal(const golden::FolderDifference& found);

}  // namespace bncheck::report

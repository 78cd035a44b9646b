#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bn_plugin.h"

/// Verifies a batch norm that is part of this very program. What crashes or hangs there takes the
/// program along; `bncheck verify` puts a shared library into a process of its own.
namespace bncheck {

/// What to hold an implementation to; the words are those of the options of `bncheck verify`.
struct Verification {
  std::string laws = {};                 ///< ids that this regular expression matches, or a clause
  std::string dialect = {};              ///< e.g. "pytorch;running_var=biased"; else as it declares
  std::vector<std::string> dtypes = {};  ///< of f16, bf16, f32, f64; empty: f32 and f64
  std::vector<std::string> layouts = {};  ///< of nchw, nhwc, strided, ...; empty: all
  std::uint64_t cases = 500;              ///< how many, those of bncheck's own corpus included
  std::uint64_t seed = 1;                 ///< the same seed gives the same cases on every machine
  std::string only_case = {};             ///< a case line, to be judged alone; empty: drawn cases
};

/// What a law came to on all cases.
struct LawResult {
  std::string id = {};      ///< e.g. running_statistics
  std::string clause = {};  ///< of docs/specification.md, e.g. R1
  std::uint64_t passed = 0, failed = 0, inconclusive = 0, skipped = 0;
  double worst_ratio = 0;         ///< the largest error by budget of what held
  std::string failure = {};       ///< the counterexample, several lines; empty if there is none
  std::string failing_case = {};  ///< its case line, for only_case
};

/// Returns the ids of the laws that the regular expression matches; all for an empty one. Throws
/// std::invalid_argument if it is malformed or matches none.
std::vector<std::string> law_ids(const std::string& matching = "");

/// Judges the plug-in in this process, in one thread: the results are in the order of law_ids.
/// Throws std::invalid_argument, in one sentence, for what cannot be asked for, and
/// std::runtime_error for a plug-in that is incomplete, or whose device this machine lacks.
std::vector<LawResult> verify(const bn_plugin& plugin, const Verification& asked = {});

}  // namespace bncheck

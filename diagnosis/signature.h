#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "diagnosis/finding.h"

namespace bncheck::diagnosis {

/// Which laws kill which mutant, and what is wrong with it.
struct KillMatrix {
  struct Row {
    std::string mutant;
    Cause cause;
    std::set<std::string> killed_by;
  };
  std::vector<std::string> laws;
  std::vector<Row> rows;
};

/// A cause, and how much likelier its mutants make the laws that failed than all mutants together.
struct Likely {
  Cause cause;
  std::string mutant;  ///< of the cause, the one that is nearest
  double score;        ///< a logarithm; positive
};

/// Returns the causes whose mutants resemble these failed laws, the likeliest first. Each law is
/// taken to fail by itself, as often as it does for the mutants of the cause, after Laplace's rule
/// (k + 1)/(n + 2). A cause that is no likelier than the whole matrix without regard to causes is
/// left out. The mutant of the name `leave_out` counts as if it were not there.
std::vector<Likely> nearest(const std::set<std::string>& failed, const KillMatrix& matrix,
                            const std::string& leave_out = "");

/// Joins both kinds of evidence: what the answers to each failing case look like, which goes
/// first, and the laws that failed. At most two findings; nothing if nothing fits.
std::vector<Finding> conclude(const std::vector<std::vector<Finding>>& failures,
                              const std::vector<Likely>& likely);

}  // namespace bncheck::diagnosis

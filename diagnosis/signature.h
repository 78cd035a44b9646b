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

/// A cause, and the mutant of this cause whose failed laws are most like those in question.
struct Likely {
  Cause cause;
  std::string mutant;
  std::size_t differing;  ///< laws that fail for one of the two alone
};

/// Returns the causes whose mutants resemble these failed laws, the most alike first: by the laws
/// that fail for one of the two alone. A mutant that differs in more laws than it shares is left
/// out; so is that of the name `leave_out`, as if it were not there.
std::vector<Likely> nearest(const std::set<std::string>& failed, const KillMatrix& matrix,
                            const std::string& leave_out = "");

/// Joins both kinds of evidence: what the answers to each failing case look like, which goes
/// first, and the laws that failed, which are asked where it is not sure. At most two findings;
/// nothing if nothing fits.
std::vector<Finding> conclude(const std::vector<std::vector<Finding>>& failures,
                              const std::vector<Likely>& likely);

}  // namespace bncheck::diagnosis

#pragma once

#include <set>
#include <string>

#include "bncheck/report/describe.h"

namespace bncheck::report {

/// Returns the law with this id.
const properties::Property& law(std::string_view id);

/// Returns a failure of running_statistics on a case of two values: got 0.25, truth 0.5.
runner::Failure sample_failure();

/// Returns "mine.so", version 2.
Subject sample_subject();

/// Returns a campaign of two cases by execution and running_statistics.
runner::CampaignOptions sample_options();

/// Returns the lines of that campaign; its second case breaks running_statistics.
std::string sample_run(const std::string& implementation = "mine.so",
                       const std::set<std::string>& known_failures = {});

}  // namespace bncheck::report

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bncheck/commands/implementations.h"
#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// What the user wrote after `bncheck verify`, before it is understood.
struct VerifyArguments {
  std::string implementation = kDefaultImplementation;
  std::string property;
  std::string dialect;
  std::vector<std::string> dtypes;
  std::vector<std::string> layouts;
  std::optional<std::string> shapes;
  std::optional<std::string> batch;
  std::optional<std::string> cases;
  std::string time;
  std::string seed = "1";
  std::optional<std::string> case_timeout;
  std::string shard = "1/1";
  std::string known_failures;
  std::string corpus;
  std::string resume;
  std::optional<std::string> jobs;
  OpenOptions open;
  bool only_failed = false;
  std::string skipped_status;
  std::vector<std::string> reports;
};

/// How many cases are drawn when nothing is said.
inline constexpr const char* kDefaultCases = "2000";

/// Adds the argument and the options to the command.
void add_verify_options(CLI::App& command, VerifyArguments& arguments);

/// Returns the campaign that is asked for, but for its dialect. Throws UsageError.
runner::CampaignOptions read_options(const VerifyArguments& arguments);

}  // namespace bncheck::commands

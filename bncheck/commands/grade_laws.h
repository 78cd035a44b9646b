#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bncheck/runner/campaign.h"

namespace bncheck::commands {

/// What the laws say of an implementation that is graded.
struct LawsSay {
  std::vector<std::string> failed;  ///< those that fail on the first case that breaks any
  std::string broken_case;          ///< that case on one line; empty if every law held
  std::uint64_t judgements = 0;     ///< that passed
};

/// Puts drawn cases to all laws until one fails. Nothing is shrunk.
LawsSay ask_laws(runner::CampaignOptions options, const runner::OpenImplementation& open);

}  // namespace bncheck::commands

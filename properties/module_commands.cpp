#include "properties/module_commands.h"

#include <bit>
#include <cstdint>
#include <iterator>

#include "core/pattern.h"

namespace bncheck::properties {
namespace {

// Every other command is one whose answer is judged, the first and the last among them.
constexpr std::uint64_t kCommands = 9;
constexpr Action kShown[] = {Action::train, Action::train_second, Action::evaluate};
constexpr Action kBetween[] = {Action::backward, Action::set_momentum, Action::reset,
                               Action::save,     Action::load,         Action::other_module};

struct Momentum {
  double value;
  const char* text;
};
constexpr Momentum kMomenta[] = {{0, "0"}, {0.25, "0.25"}, {0.5, "0.5"}, {1, "1"}};

std::uint64_t hash(std::uint64_t key, const std::vector<double>& values) {
  for (double value : values) {
    key = counter_random(key, values.size(), std::bit_cast<std::uint64_t>(value));
  }
  return key;
}

std::uint64_t hash(const Problem& problem) {
  std::uint64_t key = hash(0, {problem.eps, problem.momentum});
  for (const auto* values : {&problem.x, &problem.dy, &problem.weight, &problem.bias,
                             &problem.running_mean, &problem.running_var}) {
    key = hash(key, *values);
  }
  return key;
}

}  // namespace

std::vector<Command> commands_for(const Problem& problem) {
  const std::uint64_t key = hash(problem);
  std::vector<Command> commands;
  for (std::uint64_t i = 0; i < kCommands; ++i) {
    const std::uint64_t random = counter_random(key, 0, i);
    const Action action =
        i % 2 == 0 ? kShown[random % std::size(kShown)] : kBetween[random % std::size(kBetween)];
    commands.push_back({action, kMomenta[counter_random(key, 1, i) % std::size(kMomenta)].value});
  }
  return commands;
}

std::string to_string(const Command& command) {
  switch (command.action) {
    case Action::train: return "train";
    case Action::train_second: return "train(second)";
    case Action::evaluate: return "evaluate";
    case Action::backward: return "backward";
    case Action::reset: return "reset";
    case Action::save: return "save";
    case Action::load: return "load";
    case Action::other_module: return "other module";
    case Action::set_momentum: break;
  }
  for (const Momentum& each : kMomenta) {
    if (each.value == command.momentum) return std::string("set momentum ") + each.text;
  }
  return "set momentum";
}

}  // namespace bncheck::properties

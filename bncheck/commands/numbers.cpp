#include "bncheck/commands/numbers.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <random>

#include "core/error.h"

namespace bncheck::commands {

std::chrono::milliseconds read_duration(const std::string& option, const std::string& text) {
  double amount = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  const std::string unit(end, text.data() + text.size());
  const double factor = unit == "ms"                  ? 1
                        : unit == "s" || unit.empty() ? 1e3
                        : unit == "m"                 ? 6e4
                                                      : 0;
  const double milliseconds = error == std::errc() ? amount * factor : 0;
  // A day is more than any campaign or call needs, and keeps the arithmetic in range.
  constexpr double kDay = 864e5;
  if (!(milliseconds >= 1) || milliseconds > kDay) {
    throw UsageError(fmt::format(
        "{}: '{}' is not a duration from 1ms to a day, such as 30s, 200ms or 5m", option, text));
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds));
}

std::uint64_t read_count(const std::string& option, const std::string& text, std::uint64_t low,
                         std::uint64_t high) {
  std::uint64_t count = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc() || end != last || count < low || count > high) {
    throw UsageError(
        fmt::format("{}: '{}' is not a whole number from {} to {}", option, text, low, high));
  }
  return count;
}

std::uint64_t read_seed(const std::string& text) {
  if (text == "random") return std::random_device()();
  constexpr std::uint64_t kLargest = std::numeric_limits<std::uint64_t>::max();
  try {
    return read_count("--seed", text, 0, kLargest);
  } catch (const UsageError& error) {
    throw UsageError(std::string(error.what()) + ", nor random");
  }
}

}  // namespace bncheck::commands

#include "bncheck/report/event.h"

#include <algorithm>

#include "core/error.h"
#include "core/printable.h"

namespace bncheck::report {
namespace {

using nlohmann::json;

bool is_string(const json& value) { return value.is_string(); }

constexpr int kMostNested = 32;  // ours have 5 levels; copies of JSON recurse, and use up the stack

// Ours have at most some hundred thousand bytes; read, a line takes some ten times its length.
constexpr std::size_t kLongest = std::size_t{1} << 26;

json parsed(std::string_view line) {
  if (line.size() > kLongest) throw UsageError("it is longer than 64 MiB");
  const auto check = [](int depth, json::parse_event_t, const json&) {
    if (depth > kMostNested) throw UsageError("its values are nested too deeply");
    return true;
  };
  return json::parse(line, check, false);
}

bool are_texts(const json& value) { return std::all_of(value.begin(), value.end(), is_string); }

}  // namespace

Event::Event(std::string_view line) : json_(parsed(line)) {
  if (!json_.is_object()) throw UsageError("expected one JSON object, as --report jsonl writes");
}

template <class Test>
const json& Event::field(const char* name, Test is_right, const char* expected) const {
  const auto found = json_.find(name);
  if (found != json_.end() && is_right(*found)) return *found;
  throw UsageError("expected \"" + std::string(name) + "\" to be " + expected +
                   (found == json_.end() ? ", and it is missing" : ""));
}

std::string Event::text(const char* name) const {
  return printable(field(name, is_string, "a text").get_ref<const std::string&>());
}

std::uint64_t Event::count(const char* name) const {
  const auto is_count = [](const json& value) { return value.is_number_unsigned(); };
  return field(name, is_count, "a whole number that is not negative");
}

double Event::number(const char* name) const {
  const auto is_number = [](const json& value) { return value.is_number(); };
  return field(name, is_number, "a number");
}

bool Event::truth(const char* name) const {
  return field(
      name, [](const json& value) { return value.is_boolean(); }, "true or false");
}

std::vector<std::string> Event::texts(const char* name) const {
  const auto test = [](const json& value) { return value.is_array() && are_texts(value); };
  auto texts = field(name, test, "a list of texts").get<std::vector<std::string>>();
  for (std::string& each : texts) each = printable(each);
  return texts;
}

std::map<std::string, std::string> Event::texts_by_name(const char* name) const {
  const auto test = [](const json& value) { return value.is_object() && are_texts(value); };
  return field(name, test, "texts by name").get<std::map<std::string, std::string>>();
}

Event Event::object(const char* name) const {
  Event found;
  found.json_ = field(
      name, [](const json& value) { return value.is_object(); }, "an object");
  return found;
}

std::vector<Event> Event::objects(const char* name) const {
  const auto is_object = [](const json& value) { return value.is_object(); };
  const auto test = [&](const json& value) {
    return value.is_array() && std::all_of(value.begin(), value.end(), is_object);
  };
  std::vector<Event> all;
  for (const json& each : field(name, test, "a list of objects")) {
    all.push_back(Event());
    all.back().json_ = each;
  }
  return all;
}

}  // namespace bncheck::report

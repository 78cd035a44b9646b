#include "golden/node.h"

#include "core/printable.h"
#include "golden/file.h"
#include "golden/hexfloat.h"

namespace bncheck::golden {

namespace {

constexpr int kMostNested = 32;  // ours have 6 levels; an unlimited number would use up the stack

}  // namespace

nlohmann::json parse_json(std::string_view text, const std::filesystem::path& path) {
  const auto check = [&](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    if (depth > kMostNested) throw damaged(path, "its values are nested too deeply");
    return true;
  };
  try {
    return nlohmann::json::parse(text, check);
  } catch (const nlohmann::json::parse_error& error) {
    throw damaged(path, "it is not JSON from byte " + std::to_string(error.byte) + " on");
  } catch (const nlohmann::json::out_of_range&) {
    throw damaged(path, "it holds a number beyond every format");
  }
}

Node::Node(const nlohmann::json& value, const std::filesystem::path& path, std::string place)
    : value_(&value), path_(&path), place_(std::move(place)) {}

Node Node::at(std::string_view key) const {
  if (!value_->is_object()) refuse("an object");
  const std::string name(key);
  const std::string place = place_.empty() ? name : place_ + "." + name;
  const auto found = value_->find(name);
  if (found == value_->end()) throw damaged(*path_, place + " is missing");
  return {*found, *path_, place};
}

std::vector<Node> Node::items() const {
  if (!value_->is_array()) refuse("a list");
  std::vector<Node> all;
  all.reserve(value_->size());
  for (const nlohmann::json& item : *value_) {
    all.emplace_back(item, *path_, place_ + "[" + std::to_string(all.size()) + "]");
  }
  return all;
}

std::vector<std::pair<std::string, Node>> Node::members() const {
  if (!value_->is_object()) refuse("an object");
  std::vector<std::pair<std::string, Node>> all;
  for (auto member = value_->begin(); member != value_->end(); ++member) {
    all.emplace_back(member.key(), at(member.key()));
  }
  return all;
}

std::string Node::text() const {
  if (!value_->is_string()) refuse("a string");
  return printable(value_->get<std::string>());
}

std::int64_t Node::count() const {
  if (!value_->is_number_integer()) refuse("a whole number");
  const auto count = value_->get<std::int64_t>();
  if (count < 0) refuse("a number that is not negative");
  return count;
}

double Node::number() const {
  if (!value_->is_number()) refuse("a number");
  return value_->get<double>();
}

double Node::hexfloat() const {
  const std::optional<double> value =
      value_->is_string() ? parse_hexfloat(value_->get<std::string>()) : std::nullopt;
  if (!value) refuse("a hexadecimal float such as \"0x1.8p+1\"");
  return *value;
}

bool Node::boolean() const {
  if (!value_->is_boolean()) refuse("true or false");
  return value_->get<bool>();
}

void Node::refuse(std::string_view expected) const {
  // Bytes that are not UTF-8 are replaced rather than thrown about.
  std::string found = value_->dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  constexpr std::size_t kMost = 60;
  if (found.size() > kMost) found.replace(kMost, std::string::npos, "...");
  const std::string place = place_.empty() ? "the document" : place_;
  throw damaged(*path_, place + " is " + found + " where " + std::string(expected) + " belongs");
}

}  // namespace bncheck::golden

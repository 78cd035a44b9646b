#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::golden {

/// Parses JSON text. Throws UsageError that names the file and the byte it cannot read.
nlohmann::json parse_json(std::string_view text, const std::filesystem::path& path);

/// A JSON value and its place in the file, so that every refusal can name both. Each accessor
/// throws UsageError if the value is not of its kind. The JSON must outlive the node.
class Node {
 public:
  Node(const nlohmann::json& value, const std::filesystem::path& path, std::string place = "");

  bool is_null() const { return value_->is_null(); }
  bool is_array() const { return value_->is_array(); }

  /// Returns the member of an object; it must be there.
  Node at(std::string_view key) const;

  /// Returns all elements of an array.
  std::vector<Node> items() const;

  /// Returns all members of an object, with their names.
  std::vector<std::pair<std::string, Node>> members() const;

  std::string text() const;
  std::int64_t count() const;  ///< an integer that is not negative
  double number() const;
  double hexfloat() const;  ///< a string that golden/hexfloat.h reads
  bool boolean() const;

  const std::filesystem::path& path() const { return *path_; }

  /// Throws UsageError: the value stands where `expected` belongs.
  [[noreturn]] void refuse(std::string_view expected) const;

 private:
  const nlohmann::json* value_;
  const std::filesystem::path* path_;
  std::string place_;
};

}  // namespace bncheck::golden

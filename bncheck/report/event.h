#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace bncheck::report {

/// One event of a run, or an object within one; texts are such as a terminal shows. Each accessor
/// throws UsageError that says what was expected; who knows the source and the line puts them in
/// front.
class Event {
 public:
  /// Reads the event from its line.
  explicit Event(std::string_view line);

  bool has(const char* field) const { return json_.contains(field); }
  bool is_null(const char* field) const { return json_.value(field, nlohmann::json()).is_null(); }
  bool is_text(const char* field) const { return json_.value(field, nlohmann::json()).is_string(); }
  std::string text(const char* field) const;
  std::uint64_t count(const char* field) const;  ///< a whole number that is not negative
  double number(const char* field) const;
  bool truth(const char* field) const;
  std::vector<std::string> texts(const char* field) const;
  std::map<std::string, std::string> texts_by_name(const char* field) const;
  Event object(const char* field) const;
  std::vector<Event> objects(const char* field) const;

 private:
  Event() = default;  // NOLINT(bugprone-exception-escape): null JSON throws nothing

  /// Returns the field; `is_right` tells whether it is what is expected.
  template <class Test>
  const nlohmann::json& field(const char* name, Test is_right, const char* expected) const;

  nlohmann::json json_;
};

}  // namespace bncheck::report

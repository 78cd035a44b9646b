#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace bncheck::golden {

/// A folder of its own for one test, removed at its end.
class Sandbox {
 public:
  Sandbox();
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  /// Writes a file and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view bytes) const;

  /// Copies the golden vector into the folder and returns the path of its JSON.
  std::filesystem::path copy_vector(const std::string& id) const;

 private:
  std::filesystem::path folder_;
};

/// Replaces the first occurrence of `from` in the file; it must be there.
void edit(const std::filesystem::path& file, std::string_view from, std::string_view to);

/// Returns the sentence of the UsageError that the action throws; empty if it throws none.
std::string refusal(const std::function<void()>& action);

}  // namespace bncheck::golden

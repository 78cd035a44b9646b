#include "tests/golden/sandbox.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "golden/file.h"

namespace bncheck::golden {

namespace fs = std::filesystem;

Sandbox::Sandbox() {
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = std::string("bncheck-") + test.test_suite_name() + "-" + test.name();
  folder_ = fs::temp_directory_path() / (name + "-" + std::to_string(getpid()));
  fs::create_directories(folder_);
}

Sandbox::~Sandbox() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path Sandbox::write(std::string_view name, std::string_view bytes) const {
  const fs::path path = folder_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

fs::path Sandbox::copy_vector(const std::string& id) const {
  const fs::path vectors = fs::path(BNCHECK_GOLDEN_FOLDER) / "vectors";
  for (const char* ending : {".json", ".safetensors"}) {
    const fs::path file = vectors / (id + ending);
    if (fs::exists(file)) write(id + ending, read_file(file));
  }
  return folder_ / (id + ".json");
}

void edit(const fs::path& file, std::string_view from, std::string_view to) {
  std::string text = read_file(file);
  const std::size_t at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  std::ofstream(file, std::ios::binary) << text;
}

std::string refusal(const std::function<void()>& action) {
  try {
    action();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

}  // namespace bncheck::golden

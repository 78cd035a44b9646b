#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "tests/bncheck/host/problems.h"

namespace bncheck::host {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Returns the sentence with which loading is refused, or "loaded".
std::string refusal(const std::filesystem::path& library, const HostOptions& options = {}) {
  try {
    load_plugin(library, options);
  } catch (const LoadError& error) {
    return error.what();
  }
  return "loaded";
}

std::string refusal_of(const std::string& name, const HostOptions& options = {}) {
  const std::string text = refusal(fixture(name), options);
  EXPECT_THAT(text, StartsWith(fixture(name).string())) << "names the library";
  return text;
}

TEST(Load, RefusesAMissingFile) {
  EXPECT_EQ(refusal("/no/such/plugin.so"), "there is no file /no/such/plugin.so");
}

TEST(Load, RefusesAFolder) {
  EXPECT_EQ(refusal("/tmp"), "/tmp is a folder: name a shared library or a Python file");
}

TEST(Load, RefusesAFileThatCannotBeRead) {
  for (const char* extension : {".so", ".py"}) {
    const std::filesystem::path path = testing::TempDir() + "bncheck_unreadable" + extension;
    std::ofstream(path) << "x";
    std::filesystem::permissions(path, std::filesystem::perms::none);
    const uid_t user = geteuid();
    if (user == 0) {  // root may read everything, nobody may not
      ASSERT_EQ(seteuid(65534), 0);
    }
    EXPECT_EQ(refusal(path), path.string() + " cannot be read: Permission denied");
    ASSERT_EQ(seteuid(user), 0);
    std::filesystem::remove(path);
  }
}

TEST(Load, RefusesWhatIsNoSharedLibrary) {
  const std::filesystem::path path = testing::TempDir() + "bncheck_not_a_library.so";
  std::ofstream(path) << std::string(4096, 'x');
  EXPECT_EQ(refusal(path),
            path.string() + " cannot be loaded as a shared library: invalid ELF header");
  std::filesystem::remove(path);
}

/// Returns how a copy of a plug-in is refused, of so many bytes, and with one byte changed.
std::string refusal_of_copy(std::size_t size, std::size_t changed = 0, char byte = 0x7f) {
  std::ifstream source(fixture("copying"), std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(source)), std::istreambuf_iterator<char>());
  bytes[changed] = byte;
  const std::filesystem::path path = testing::TempDir() + "bncheck_copy.so";
  std::ofstream(path, std::ios::binary) << bytes.substr(0, size);
  const std::string text = refusal(path);
  std::filesystem::remove(path);
  return text.starts_with(path.string()) ? text.substr(path.string().size() + 1) : text;
}

TEST(Load, RefusesALibraryOfAnotherMachine) {
  constexpr char kArm = 40;  // EM_ARM
  const std::string foreign =
      "is a shared library for another kind of machine: compile it for this one";
  EXPECT_EQ(refusal_of_copy(std::string::npos, offsetof(Elf64_Ehdr, e_machine), kArm), foreign);
  EXPECT_EQ(refusal_of_copy(std::string::npos, EI_CLASS, ELFCLASS32), foreign);
  EXPECT_EQ(refusal_of_copy(std::string::npos, EI_DATA, ELFDATA2MSB), foreign);
}

TEST(Load, RefusesALibraryThatIsCutShort) {
  const auto size = std::filesystem::file_size(fixture("copying"));
  for (const std::size_t left : {std::size_t{100}, std::size_t{6000}, std::size_t{size / 2}}) {
    EXPECT_THAT(refusal_of_copy(left),
                StartsWith("is cut short: it has " + std::to_string(left) + " of at least "));
  }
  EXPECT_EQ(refusal_of_copy(0), "cannot be loaded as a shared library: file too short");
  EXPECT_EQ(refusal_of_copy(std::string::npos), "loaded") << "the whole copy";
}

TEST(Load, RefusesWhatIsNoRegularFile) {
  EXPECT_EQ(refusal("/dev/zero"),
            "/dev/zero is no regular file: name a shared library or a Python file");
  for (const char* name : {"bncheck_pipe.so", "bncheck_pipe.py"}) {
    const std::filesystem::path path = testing::TempDir() + name;
    ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
    EXPECT_THAT(refusal(path), StartsWith(path.string() + " is no regular file: name a "));
    std::filesystem::remove(path);
  }
}

TEST(Load, RefusesAnUndefinedSymbol) {
  EXPECT_THAT(refusal_of("undefined_symbol"), EndsWith("undefined symbol: no_such_function"));
}

TEST(Load, SurvivesConstructors) {
  const HostOptions impatient = {.load_timeout = std::chrono::milliseconds(500)};
  EXPECT_THAT(refusal_of("constructor_crashes"),
              EndsWith(" crashed with SIGILL while it was loaded"));
  EXPECT_THAT(refusal_of("constructor_exits"),
              EndsWith(" left without returning: exit code 6 while it was loaded"));
  EXPECT_THAT(refusal_of("constructor_hangs", impatient),
              EndsWith(" did not return within 500 ms while it was loaded"));
  EXPECT_THAT(refusal_of("constructor_rings"),
              EndsWith(" answered too early or twice: it wrote to its worker's socket, or forked "
                       "and returned while it was loaded"));
}

TEST(Load, SurvivesAConstructorThatPrintsAndForks) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(refusal(fixture("constructor_forks")), "loaded");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

TEST(Load, RefusesAMissingEntry) {
  EXPECT_THAT(refusal_of("no_entry"),
              EndsWith(" exports no bn_plugin_entry: is it a bncheck plug-in?"));
}

TEST(Load, RefusesANullEntry) {
  EXPECT_THAT(refusal_of("null_entry"), EndsWith("its bn_plugin_entry returned NULL"));
}

TEST(Load, RefusesAnotherVersion) {
  EXPECT_THAT(refusal_of("wrong_version"), HasSubstr("version 99 of the plug-in ABI"));
}

TEST(Load, RefusesASmallStruct) {
  EXPECT_THAT(refusal_of("small_struct"), HasSubstr("describes itself in 16 bytes instead of"));
}

TEST(Load, RefusesAnOldVersion) {
  EXPECT_THAT(refusal_of("old_version"), HasSubstr("version 0 of the plug-in ABI"));
}

TEST(Load, TakesAPluginOfALaterHeader) { EXPECT_EQ(refusal(fixture("newer_struct")), "loaded"); }

TEST(Load, SurvivesANameThatIsNoText) {
  EXPECT_THAT(refusal_of("bad_name"),
              EndsWith(" crashed with SIGSEGV: dereferenced a null pointer while it was loaded"));
}

TEST(Load, TakesAPluginOfTheFirstHeader) { EXPECT_EQ(refusal(fixture("first_struct")), "loaded"); }

TEST(Load, RefusesAnUnknownDevice) {
  EXPECT_THAT(refusal_of("other_device"),
              HasSubstr(" works on device 99, which bn_plugin.h does not know"));
}

TEST(Load, RefusesAMissingForward) {
  EXPECT_THAT(refusal_of("no_forward"), HasSubstr(" offers no forward"));
}

TEST(Load, RefusesAMissingName) { EXPECT_THAT(refusal_of("no_name"), HasSubstr(" has no name")); }

TEST(Load, SurvivesACrash) {
  EXPECT_THAT(refusal_of("crashes"), HasSubstr(" crashed with SIGABRT"));
  EXPECT_THAT(refusal_of("crashes"), EndsWith(" while it was loaded"));
}

TEST(Load, SurvivesAnExit) {
  EXPECT_THAT(refusal_of("exits"),
              EndsWith(" left without returning: exit code 5 while it was loaded"));
}

TEST(Load, SurvivesAHang) {
  EXPECT_THAT(refusal_of("hangs", {.load_timeout = std::chrono::milliseconds(200)}),
              EndsWith(" did not return within 200 ms while it was loaded"));
}

TEST(Load, RefusesAMissingWorker) {
  EXPECT_EQ(refusal(fixture("copying"), {.worker = "/no/such/bncheck"}),
            "the worker process /no/such/bncheck cannot be started: No such file or directory");
}

TEST(Load, RefusesInProcessToo) {
  EXPECT_THAT(refusal_of("no_entry", {.in_process = true}),
              EndsWith(" exports no bn_plugin_entry: is it a bncheck plug-in?"));
}

TEST(Load, NotesAndUndoesAChangedMode) {
  for (const bool in_process : {false, true}) {
    const auto plugin = load_plugin(fixture("sets_flush_to_zero"), {.in_process = in_process});
    EXPECT_EQ(plugin->load_note(), "set flush-to-zero");
    const Problem problem = distinct_problem({2, 1, {}}, DType::f32, Layout::nchw, Mode::training);
    EXPECT_EQ(plugin->forward(problem, false).status, CallStatus::refused);
  }
}

}  // namespace
}  // namespace bncheck::host

#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace bncheck::end_to_end {

/// How a run of the program ended, and what it printed.
struct Finished {
  int exit_code = -1;  ///< -1 if a signal ended it
  std::string out;
  std::string err;
  int signal = 0;  ///< the signal that ended it; 0 if none did
};

/// A run of bncheck that is under way; neither output is a terminal.
class Running {
 public:
  explicit Running(const std::vector<std::string>& arguments);

  /// Returns whether it has ended; wait is to be called all the same.
  bool has_ended() const;

  /// Sends it a signal.
  void send(int signal) const;

  /// Returns its worker processes, and their keepers.
  std::vector<int> workers() const;

  /// Waits until it has ended.
  Finished wait();

 private:
  using File = std::shared_ptr<std::FILE>;
  File out_;
  File err_;
  int process_ = -1;
};

/// Runs bncheck with these arguments; neither output is a terminal.
Finished run(const std::vector<std::string>& arguments);

/// Runs bncheck on a terminal of 80 columns; err stays empty.
Finished run_on_terminal(const std::vector<std::string>& arguments);

/// Returns the path of a broken copy of the C template.
std::string broken(const std::string& name);

/// Returns the line of the text that begins with the prefix, without it; empty if there is none.
std::string line_after(const std::string& text, const std::string& prefix);

/// Cuts a command line as a shell does: at spaces, with single quotes around words.
std::vector<std::string> words_of(const std::string& command);

/// Returns the arguments of the replay command that a text holds, which must be pasteable: it
/// begins with the program as run calls it.
std::vector<std::string> replay_arguments(const std::string& text);

/// Returns what the file holds; empty if there is none.
std::string read_file(const std::filesystem::path& path);

/// A folder of its own for one test, removed at its end.
struct Folder {
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path path;
};

}  // namespace bncheck::end_to_end

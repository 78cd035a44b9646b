#include "bncheck/report/corpus_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bncheck/runner/corpus.h"
#include "core/error.h"

namespace bncheck::report {
namespace {

/// A file that no other process that locks it reads or writes meanwhile.
class Locked {
 public:
  explicit Locked(const std::string& path)
      : path_(path), file_(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
    if (file_ < 0) fail();
    while (flock(file_, LOCK_EX) != 0) {
      if (errno != EINTR) fail();
    }
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() {
    if (file_ >= 0) close(file_);
  }

  std::string text() const {
    struct stat status {};
    if (fstat(file_, &status) != 0) fail();
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t had = 0;
    while (had < text.size()) {
      const ssize_t more =
          pread(file_, text.data() + had, text.size() - had, static_cast<off_t>(had));
      if (more == 0) break;
      if (more < 0 && errno != EINTR) fail();
      had += static_cast<std::size_t>(std::max<ssize_t>(more, 0));
    }
    text.resize(had);
    return text;
  }

  /// Appends all of it or nothing.
  void append(std::string_view text, std::size_t old_size) const {
    const ssize_t written = write(file_, text.data(), text.size());
    if (written == static_cast<ssize_t>(text.size())) return;
    const int reason = written < 0 ? errno : ENOSPC;
    if (written > 0 && ftruncate(file_, static_cast<off_t>(old_size)) != 0) fail();
    errno = reason;
    fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw UsageError("--corpus: cannot write " + path_ + ": " + std::strerror(errno));
  }

  const std::string& path_;
  int file_;
};

bool contains(const std::vector<Case>& cases, const std::string& line) {
  return std::any_of(cases.begin(), cases.end(),
                     [&](const Case& each) { return to_string(each) == line; });
}

/// Keeps a comment on its line, whatever a file is called.
std::string on_one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < 0x20; }, '?');
  return text;
}

}  // namespace

CorpusFile::CorpusFile(std::string path, const runner::CampaignOptions& options,
                       const Subject& subject)
    : path_(std::move(path)), options_(options), implementation_(subject.name) {
  const Locked probe(path_);
}

void CorpusFile::on_failure(const runner::Failure& failure) {
  const std::string law(failure.law->id);
  const std::string line = to_string(failure.shrunk);
  if (options_.known_failures.contains(law) || contains(options_.corpus, line)) return;
  const Locked file(path_);
  const std::string text = file.text();
  if (contains(runner::parse_corpus(text, path_), line)) return;
  const bool cut = !text.empty() && text.back() != '\n';
  const std::string comment = on_one_line(fmt::format(
      "# {} of {}, seed {}, case {}", law, implementation_, options_.seed, failure.index));
  file.append(fmt::format("{}{}\n{}\n", cut ? "\n" : "", comment, line), text.size());
}

}  // namespace bncheck::report

#include "bncheck/host/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <initializer_list>
#include <string>
#include <utility>

#include "bncheck/host/host.h"
#include "bncheck/host/keeper.h"
#include "bncheck/host/patience.h"

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// How long a keeper may take to kill and bury everything: longer than it tries.
constexpr milliseconds kBurial(10000);

/// What posix_spawn does in the child: it inherits the descriptors and nothing else, prints to the
/// standard error, and has a process group of its own, so that the keyboard's interrupt stops
/// the host and is not mistaken for a crash.
class SpawnRecipe {
 public:
  SpawnRecipe(std::initializer_list<int> inherited) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    // Onto itself: clears close-on-exec, in the child only.
    for (const int each : inherited) posix_spawn_file_actions_adddup2(&actions, each, each);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnRecipe(const SpawnRecipe&) = delete;
  SpawnRecipe& operator=(const SpawnRecipe&) = delete;
  ~SpawnRecipe() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

pid_t spawn(const WorkerCommand& command, int leash, int bell, int memory) {
  const SpawnRecipe recipe({leash, bell, memory});
  std::vector<std::string> words = {"bncheck", kWorkerFlag, kKeepWord, std::to_string(leash),
                                    command.program};
  words.insert(words.end(), command.words.begin(), command.words.end());
  words.push_back(std::to_string(bell));
  words.push_back(std::to_string(memory));
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t process = -1;
  const int error = posix_spawn(&process, command.keeper.c_str(), &recipe.actions,
                                &recipe.attributes, argv.data(), environ);
  if (error != 0) {
    throw LoadError("the worker process " + command.keeper.native() +
                    " cannot be started: " + std::strerror(error));
  }
  return process;
}

/// Makes two ends of a stream: the first is the host's, the second is to be inherited.
std::array<FileDescriptor, 2> make_stream() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw LoadError(std::string("no socket for a worker process is left: ") + std::strerror(errno));
  }
  return {FileDescriptor(ends[0]), beyond_standard(FileDescriptor(ends[1]))};
}

int milliseconds_until(steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
}

/// Waits until one of them is readable or the time is over. Returns whether one is.
bool wait_readable(std::array<pollfd, 2>& watched, milliseconds time) {
  const auto deadline = steady_clock::now() + time;
  int ready = 0;
  do {
    ready = poll(watched.data(), watched.size(), milliseconds_until(deadline));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

enum class Heard { nothing, end_of_stream, report };

/// Waits for what the keeper has to say.
Heard hear(int leash, milliseconds limit, KeeperReport& report) {
  std::array<pollfd, 2> watched = {{{-1, 0, 0}, {leash, POLLIN, 0}}};
  if (!wait_readable(watched, limit)) return Heard::nothing;
  const ssize_t size = recv(leash, &report, sizeof report, MSG_DONTWAIT);
  return size == sizeof report ? Heard::report : Heard::end_of_stream;
}

}  // namespace

WorkerProcess::WorkerProcess(const WorkerCommand& command, int memory) {
  auto bell = make_stream();
  auto leash = make_stream();
  bell_ = std::move(bell[0]);
  leash_ = std::move(leash[0]);
  keeper_ = spawn(command, leash[1].get(), bell[1].get(), memory);
}

WorkerProcess::~WorkerProcess() {
  if (keeper_ > 0) end(Answer::Kind::silent, milliseconds(0));
}

void WorkerProcess::ring() {
  char byte = 1;
  // Whoever has the worker's descriptors can write to the bell. The worker stays idle then: its
  // phase is part of the verdict.
  rang_early_ = recv(bell_.get(), &byte, 1, MSG_DONTWAIT) == 1;
  if (!rang_early_) send(bell_.get(), &byte, 1, MSG_NOSIGNAL);
}

Answer WorkerProcess::wait(milliseconds limit) {
  if (rang_early_) return end(Answer::Kind::forged, milliseconds(0));
  std::array<pollfd, 2> watched = {{{bell_.get(), POLLIN, 0}, {leash_.get(), POLLIN, 0}}};
  Patience patience(limit, [this] { return use_below(keeper_); });
  while (!wait_readable(watched, patience.next_wait())) {
    if (patience.next_wait() == milliseconds(0)) return end(Answer::Kind::hung, milliseconds(0));
    patience.count();
  }
  char byte = 0;
  if (recv(bell_.get(), &byte, 1, MSG_DONTWAIT) == 1) return {};
  // The bell's stream ends a moment before the keeper has buried the worker.
  return end(Answer::Kind::silent, milliseconds(500));
}

Answer WorkerProcess::end(Answer::Kind otherwise, milliseconds grace) {
  KeeperReport report{};
  Heard heard = hear(leash_.get(), grace, report);
  const bool had_ended = heard != Heard::nothing;
  if (!had_ended) {
    shutdown(leash_.get(), SHUT_WR);
    kill(keeper_, SIGCONT);  // a plug-in can stop it
    heard = hear(leash_.get(), kBurial, report);
  }
  kill(-keeper_, SIGKILL);
  kill(keeper_, SIGKILL);
  while (waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) {
  }
  keeper_ = -1;
  if (heard != Heard::report) return {had_ended ? Answer::Kind::unkept : otherwise, 0};
  if (report.not_started != 0) return {Answer::Kind::not_started, report.not_started};
  if (WIFEXITED(report.status)) return {Answer::Kind::exited, WEXITSTATUS(report.status)};
  if (WTERMSIG(report.status) == SIGKILL && !had_ended) return {otherwise, 0};
  return {Answer::Kind::signalled, WTERMSIG(report.status)};
}

}  // namespace bncheck::host

#include "bncheck/host/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "bncheck/host/host.h"

namespace bncheck::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// What posix_spawn does in the child: it inherits the two descriptors and nothing else, prints to
/// the standard error, and has a process group of its own, so that the keyboard's interrupt stops
/// the host and is not mistaken for a crash.
class SpawnRecipe {
 public:
  SpawnRecipe(int bell, int memory) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
    // Onto itself: clears close-on-exec, in the child only.
    posix_spawn_file_actions_adddup2(&actions, bell, bell);
    posix_spawn_file_actions_adddup2(&actions, memory, memory);
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

pid_t spawn(const WorkerCommand& command, int bell, int memory) {
  const SpawnRecipe recipe(bell, memory);
  const std::string& program = command.program.native();
  std::vector<std::string> words = command.words;
  words.push_back(std::to_string(bell));
  words.push_back(std::to_string(memory));
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t process = -1;
  const int error = posix_spawn(&process, program.c_str(), &recipe.actions, &recipe.attributes,
                                argv.data(), environ);
  if (error != 0) {
    throw LoadError("the worker process " + program +
                    " cannot be started: " + std::strerror(error));
  }
  return process;
}

int milliseconds_until(steady_clock::time_point deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1 << 30));
}

/// Waits until one of them is readable or the deadline passes.
void wait_readable(std::array<pollfd, 2>& watched, steady_clock::time_point deadline) {
  int ready = 0;
  do {
    ready = poll(watched.data(), watched.size(), milliseconds_until(deadline));
  } while (ready < 0 && errno == EINTR);
}

}  // namespace

WorkerProcess::WorkerProcess(const WorkerCommand& command, int memory) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    throw LoadError(std::string("no socket for a worker process is left: ") + std::strerror(errno));
  }
  bell_ = FileDescriptor(ends[0]);
  const FileDescriptor theirs = beyond_standard(FileDescriptor(ends[1]));
  process_ = spawn(command, theirs.get(), memory);
  // The kernel sets close-on-exec on it.
  process_handle_ = FileDescriptor(static_cast<int>(syscall(SYS_pidfd_open, process_, 0)));
}

WorkerProcess::~WorkerProcess() {
  if (process_ > 0) end(Answer::Kind::silent, milliseconds(0));
}

bool WorkerProcess::ring() {
  const char byte = 1;
  return process_ > 0 && send(bell_.get(), &byte, 1, MSG_NOSIGNAL) == 1;
}

Answer WorkerProcess::wait(milliseconds limit) {
  std::array<pollfd, 2> watched = {{{bell_.get(), POLLIN, 0}, {process_handle_.get(), POLLIN, 0}}};
  wait_readable(watched, steady_clock::now() + limit);
  if (watched[0].revents == 0 && watched[1].revents == 0) {
    return end(Answer::Kind::hung, milliseconds(0));
  }
  char byte = 0;
  if (recv(bell_.get(), &byte, 1, MSG_DONTWAIT) == 1) return {};
  // The stream ends a moment before the process does.
  return end(Answer::Kind::silent, milliseconds(200));
}

Answer WorkerProcess::end(Answer::Kind otherwise, milliseconds grace) {
  std::array<pollfd, 2> watched = {{{-1, 0, 0}, {process_handle_.get(), POLLIN, 0}}};
  wait_readable(watched, steady_clock::now() + grace);
  const bool had_ended = watched[1].revents != 0;
  kill(-process_, SIGKILL);  // the group: what the plug-in may have started goes too
  kill(process_, SIGKILL);
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  if (WIFEXITED(status)) return {Answer::Kind::exited, WEXITSTATUS(status)};
  if (WTERMSIG(status) == SIGKILL && !had_ended) return {otherwise, 0};
  return {Answer::Kind::signalled, WTERMSIG(status)};
}

}  // namespace bncheck::host

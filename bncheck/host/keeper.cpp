#include "bncheck/host/keeper.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bncheck/host/descriptor_word.h"
#include "bncheck/host/file_descriptor.h"

namespace bncheck::host {
namespace {

/// Becomes the worker. Says over the pipe why it could not.
[[noreturn]] void become(const char* const* argv, const sigset_t& mask, pid_t keeper, int pipe) {
  setsid();  // its signals to its group miss the keeper, and the terminal's miss it
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != keeper) _exit(1);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  execv(argv[0], const_cast<char* const*>(argv + 1));
  const int error = errno;
  if (write(pipe, &error, sizeof error) < 0) _exit(1);
  _exit(1);
}

/// Closes what is the worker's alone: the host hears from the bell that the worker is gone.
void close_words(int count, const char* const* words) {
  for (int i = 0; i < count; ++i) {
    int descriptor = -1;
    if (parse_descriptor(words[i], descriptor)) close(descriptor);
  }
}

/// Starts the worker. Returns errno, or 0 once it runs.
int start(const char* const* argv, const sigset_t& mask, pid_t& worker) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  const FileDescriptor ours(ends[0]);
  FileDescriptor theirs(ends[1]);
  const pid_t keeper = getpid();
  worker = fork();
  if (worker == 0) become(argv, mask, keeper, theirs.get());
  if (worker < 0) return errno;
  theirs = FileDescriptor();
  int error = 0;
  return read(ours.get(), &error, sizeof error) == sizeof error ? error : 0;
}

/// Returns the keeper's children. It has a single thread.
std::vector<pid_t> children() {
  const std::string self = std::to_string(getpid());
  std::ifstream file("/proc/self/task/" + self + "/children");
  std::vector<pid_t> all;
  for (pid_t child = 0; file >> child;) all.push_back(child);
  return all;
}

/// Buries what has ended. Returns whether the worker is among it; then its status is told.
bool bury(pid_t worker, int& status) {
  bool ended = false;
  int one = 0;
  for (pid_t child = 0; (child = waitpid(-1, &one, WNOHANG)) > 0;) {
    if (child != worker) continue;
    status = one;
    ended = true;
  }
  return ended;
}

/// Waits until the worker has ended, which buries it, or until the host lets go of the leash.
void wait_for_end(pid_t worker, int leash, int deaths, int& status) {
  std::array<pollfd, 2> watched = {{{leash, POLLRDHUP, 0}, {deaths, POLLIN, 0}}};
  while (true) {
    poll(watched.data(), watched.size(), -1);
    signalfd_siginfo death;
    if (watched[1].revents != 0 && read(deaths, &death, sizeof death) < 0) continue;
    if (bury(worker, status) || watched[0].revents != 0) return;
  }
}

/// Kills and buries all children, and theirs, which become children then. It waits for no single
/// one: what is dead stays with whoever traces it, and that may be the next to be killed. Gives up
/// on what is born faster than it can be killed.
void end_all(pid_t worker, int& status) {
  using std::chrono::steady_clock;
  const auto deadline = steady_clock::now() + std::chrono::seconds(5);
  for (auto left = children(); !left.empty() && steady_clock::now() < deadline; left = children()) {
    for (const pid_t child : left) kill(child, SIGKILL);
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    bury(worker, status);
  }
}

KeeperReport keep(int argc, const char* const* argv, int leash) {
  sigset_t all;
  sigset_t before;
  sigset_t deaths;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);  // nothing but SIGKILL and SIGSTOP reaches it
  sigemptyset(&deaths);
  sigaddset(&deaths, SIGCHLD);
  const FileDescriptor told(signalfd(-1, &deaths, SFD_CLOEXEC | SFD_NONBLOCK));
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t worker = -1;
  if (const int error = start(argv, before, worker); error != 0) return {error, 0};
  close_words(2, argv + argc - 2);
  int status = SIGKILL;
  wait_for_end(worker, leash, told.get(), status);
  kill(-worker, SIGKILL);
  end_all(worker, status);
  return {0, status};
}

}  // namespace

int run_keeper(int argc, const char* const* argv) {
  int leash = -1;
  if (argc < 7 || !parse_descriptor(argv[3], leash)) return 2;
  const KeeperReport report = keep(argc - 4, argv + 4, leash);
  send(leash, &report, sizeof report, MSG_NOSIGNAL);
  _exit(0);
}

}  // namespace bncheck::host

#pragma once

#include <cstdint>

namespace bncheck::host {

/// What the keeper tells the host, over the leash, once its worker and all that the worker started
/// are gone.
struct KeeperReport {
  std::int32_t not_started;  ///< errno; 0: it ran
  std::int32_t status;       ///< of the worker, as waitpid gives it
};

/// The word that follows kWorkerFlag on a keeper's command line.
inline constexpr const char* kKeepWord = "keep";

/// Stands between the host and a worker as `PROGRAM --worker keep LEASH FILE WORD... BELL MEMORY`,
/// where LEASH is one end of a stream socket: runs FILE with the words and the descriptors, and
/// leaves no process behind when it ends, or when the host closes its end of the leash, or dies.
///
/// What a plug-in starts may leave its process group (setsid) and its family tree (a double fork):
/// then a signal to the group misses it. The keeper is therefore the subreaper of all of them:
/// whatever loses its parent becomes the keeper's own child, and its children are all that is left
/// to kill once the worker is dead. The host cannot be that itself: it may be a program with
/// children of its own, which it could not tell from these. Neither can the worker: it may be dead.
/// A namespace or a control group would need rights that few users have.
///
/// The keeper is also the worker's parent, so that kill(getppid()) does not hit the host, and the
/// worker does not have the leash, so that it cannot forge what the keeper reports.
int run_keeper(int argc, const char* const* argv);

}  // namespace bncheck::host

#include "bncheck/host/channel.h"
#include "bncheck/host/execute.h"
#include "bncheck/host/open_machine.h"

namespace bncheck::host {
namespace {

class DirectChannel : public Channel {
 public:
  DirectChannel(Arena& arena, const Library& library, const std::string& name)
      : arena_(arena),
        library_(library),
        machine_(open_machine(name, library_.plugin, arena.file(), Windows::Inputs::writable)) {
    introduce(library_, arena.control());
  }

  std::string ring() override {
    if (machine_->is_lost())
      return "cannot be called in this process any more: an earlier call lost the device";
    arena_.control().memory_limit = 0;
    execute(library_.plugin, arena_.control(), *machine_);
    return "";
  }

  void set_case_timeout(std::chrono::milliseconds) override {}  // nobody could interrupt the call

 private:
  Arena& arena_;
  Library library_;
  std::unique_ptr<Machine> machine_;
};

}  // namespace

std::unique_ptr<Channel> open_direct_channel(Arena& arena, const Library& library,
                                             const std::string& name) {
  return std::make_unique<DirectChannel>(arena, library, name);
}

}  // namespace bncheck::host

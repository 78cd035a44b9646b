#include "bncheck/host/channel.h"
#include "bncheck/host/execute.h"
#include "bncheck/host/library.h"

namespace bncheck::host {
namespace {

class DirectChannel : public Channel {
 public:
  DirectChannel(Arena& arena, const std::filesystem::path& library)
      : arena_(arena),
        library_(load_library(library)),
        windows_(arena.file(), Windows::Inputs::writable) {
    introduce(library_, arena.control());
  }

  std::string ring() override {
    windows_.update(arena_.control());
    execute(*library_.plugin, arena_.control(), windows_);
    return "";
  }

  bool inputs_are_writable() const override { return true; }

  void set_case_timeout(std::chrono::milliseconds) override {}  // nobody could interrupt the call

 private:
  Arena& arena_;
  Library library_;
  Windows windows_;
};

}  // namespace

std::unique_ptr<Channel> open_direct_channel(Arena& arena, const std::filesystem::path& library) {
  return std::make_unique<DirectChannel>(arena, library);
}

}  // namespace bncheck::host

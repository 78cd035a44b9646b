#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "bncheck/bench/buffer.h"
#include "bncheck/host/file_descriptor.h"
#include "bncheck/host/mapping.h"
#include "bncheck/host/worker_process.h"

namespace bncheck::bench {

/// A Python process that answers requests (bncheck/python/bncheck_worker/bench.py), and the memory
/// file that is shared with it.
class PythonProcess {
 public:
  /// Starts it, and has it load the implementation for this many threads. Throws host::LoadError.
  PythonProcess(const std::string& name, const std::filesystem::path& interpreter,
                unsigned threads);

  /// Returns what it said of the implementation: name, version and dialect.
  const nlohmann::json& introduction() const { return introduction_; }

  /// Returns whether it still answers.
  bool is_alive() const { return process_.has_value(); }

  /// Makes room for this many bytes of tensors; those that were there are lost.
  void make_room(std::size_t bytes);

  /// Returns the memory for tensors.
  std::byte* room() const;

  /// Returns where the memory for tensors begins in the file.
  static std::size_t room_offset();

  /// Sends a request and returns the answer. Throws CallFailure, and CallRefusal.
  nlohmann::json ask(const nlohmann::json& request);

 private:
  nlohmann::json wait(std::chrono::milliseconds limit);

  host::FileDescriptor memory_;
  host::Mapping mapping_;
  std::optional<host::WorkerProcess> process_;
  nlohmann::json introduction_;
};

}  // namespace bncheck::bench

#include "bncheck/bench/python_process.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "bncheck/bench/competitor.h"
#include "bncheck/host/host.h"
#include "bncheck/host/python_worker.h"
#include "core/error.h"

namespace bncheck::bench {
namespace {

using nlohmann::json;

constexpr std::size_t kTextSize = 65536;  // TEXT_SIZE of bench.py

// A turn takes milliseconds; an implementation that compiles for a shape may take minutes.
constexpr std::chrono::minutes kAnswerLimit(10);
constexpr std::chrono::minutes kLoadLimit(3);

[[noreturn]] void throw_out_of_memory() {
  throw std::system_error(errno, std::generic_category(), "cannot share memory");
}

host::FileDescriptor make_file() {
  host::FileDescriptor file(memfd_create("bncheck_bench", MFD_CLOEXEC));
  if (file.get() < 0) throw_out_of_memory();
  return host::beyond_standard(std::move(file));
}

host::Mapping map(int file, std::size_t bytes) {
  if (ftruncate(file, static_cast<off_t>(bytes)) != 0) throw_out_of_memory();
  void* start = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (start == MAP_FAILED) throw_out_of_memory();
  return {start, bytes};
}

std::string ending_of(const host::Answer& answer) {
  using Kind = host::Answer::Kind;
  switch (answer.kind) {
    case Kind::exited: return "its process exited with code " + std::to_string(answer.code);
    case Kind::signalled: return "its process was ended by signal " + std::to_string(answer.code);
    case Kind::hung: return "its process did not answer in time";
    default: return "its process closed its side of the pipe";
  }
}

}  // namespace

PythonProcess::PythonProcess(const std::string& name, const std::filesystem::path& interpreter,
                             unsigned threads)
    : memory_(make_file()), mapping_(map(memory_.get(), kTextSize)) {
  const auto command =
      host::python_command({"bench_main.py", std::to_string(threads), name}, interpreter);
  process_.emplace(command, memory_.get());
  try {
    introduction_ = wait(kLoadLimit);
  } catch (const CallFailure& failure) {
    throw host::LoadError(name + " cannot be loaded: " + failure.what());
  }
  if (!introduction_.contains("unloadable")) return;
  throw host::LoadError(introduction_["unloadable"].get<std::string>());
}

void PythonProcess::make_room(std::size_t bytes) {
  mapping_ = map(memory_.get(), kTextSize + bytes);
}

std::byte* PythonProcess::room() const { return mapping_.start() + kTextSize; }

std::size_t PythonProcess::room_offset() { return kTextSize; }

json PythonProcess::ask(const json& request) {
  if (!process_) throw CallFailure("its process has ended");
  const std::string text = request.dump();
  BN_ASSERT(text.size() < kTextSize);
  std::memcpy(mapping_.start(), text.c_str(), text.size() + 1);
  process_->ring();
  const json answer = wait(kAnswerLimit);
  if (answer.contains("refused")) throw CallRefusal(answer["refused"].get<std::string>());
  if (answer.contains("failed")) throw CallFailure("it " + answer["failed"].get<std::string>());
  return answer;
}

json PythonProcess::wait(std::chrono::milliseconds limit) {
  const host::Answer answer = process_->wait(limit);
  if (answer.kind != host::Answer::Kind::answered) {
    process_.reset();
    throw CallFailure(ending_of(answer));
  }
  const auto* text = reinterpret_cast<const char*>(mapping_.start());
  json told = json::parse(text, text + strnlen(text, kTextSize), nullptr, false);
  if (told.is_discarded()) throw CallFailure("its process answered what is no JSON");
  return told;
}

}  // namespace bncheck::bench

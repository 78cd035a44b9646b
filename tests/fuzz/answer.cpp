// What a worker wrote into the control block that it shares with the host: texts, contract, crash.
// It may be any bytes; the places of tensors are the host's own.
#include <array>
#include <cstring>

#include "bncheck/host/contract_conversion.h"
#include "bncheck/host/faults.h"
#include "bncheck/host/float_mode.h"
#include "bncheck/host/library.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {
namespace {

using host::Answer;
using host::ControlBlock;

/// Returns the block of a call with an x of two values and a y, and behind it what was answered.
ControlBlock block_of(std::string_view answered) {
  ControlBlock control{};
  for (const host::Slot slot : {host::Slot::x, host::Slot::y}) {
    const std::size_t i = host::index_of(slot);
    control.windows[i] = {16384 * (i + 1), 16384};
    control.tensors[i] = {control.windows[i].offset, {2, 1}, {1, 1}, 2, BN_F32, 1, 0};
  }
  constexpr std::size_t kFirst = offsetof(ControlBlock, phase);
  const std::size_t size = std::min(answered.size(), sizeof control - kFirst);
  std::memcpy(reinterpret_cast<char*>(&control) + kFirst, answered.data(), size);
  return control;
}

void require_text(const std::string& text, std::size_t most) {
  require(text.size() <= most, "a text ends with its array");
  for (const char c : text) {
    require(static_cast<unsigned char>(c) >= 0x20, "a text holds no control character");
  }
}

void require_contract(const ControlBlock& control, DType dtype) {
  std::string wrong;
  const Contract contract = host::convert_contract(control.contract, dtype, wrong);
  require(contract.summation_height >= 0 && contract.invsqrt_error_u > 0, "a contract has a sense");
  require(!to_string(contract, dtype).empty(), "a contract can be told");
}

}  // namespace

void fuzz_one(std::string_view input) {
  using Kind = Answer::Kind;
  const ControlBlock control = block_of(input);
  for (const DType dtype : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
    require_contract(control, dtype);
  }
  host::describe_mode_changes(control.mode_changes);
  require_text(host::read_text(control.message), sizeof control.message);
  require_text(host::read_text(control.name), sizeof control.name);
  require_text(host::read_text(control.version), sizeof control.version);
  require_text(host::read_text(control.dialect), sizeof control.dialect);
  const std::chrono::milliseconds limit(5000);
  for (const Kind kind : {Kind::exited, Kind::signalled, Kind::hung, Kind::silent}) {
    for (const int code : {0, 6, 7, 8, 9, 11, 14, control.fault.signal}) {
      const std::string text = host::describe_fault({kind, code}, control, limit);
      require(!text.empty() && text.size() < 200, "a fault is told in one sentence");
    }
  }
}

}  // namespace bncheck::fuzz

#include "bncheck/host/device/cuda_machine.h"

#include <chrono>
#include <thread>

#include "bncheck/host/device/capture.h"

namespace bncheck::host {
namespace {

// What has been started on another stream than the one that is held up gets so long to show.
constexpr std::chrono::milliseconds kTimeToShow{2};

constexpr const char* kTooEarly =
    "worked before its stream had come to it: at once, or on another stream";
constexpr const char* kOutsideGraph =
    "worked while it was captured in a graph: at once, or on another stream";

/// Opens the gate however the call ends.
struct Opening {
  Gate& gate;
  ~Opening() { gate.open(); }
};

}  // namespace

CudaMachine::CudaMachine(int file, Windows::Inputs inputs)
    : driver_(open_driver()), windows_(file, inputs), tensors_(driver_) {
  int device = 0;
  driver_.require(driver_.cuDeviceGet(&device, 0), "cuDeviceGet");
  DriverContext* context = nullptr;
  driver_.require(driver_.cuDevicePrimaryCtxRetain(&context, device), "cuDevicePrimaryCtxRetain");
  driver_.require(driver_.cuCtxSetCurrent(context), "cuCtxSetCurrent");
  driver_.require(driver_.cuStreamCreate(&stream_, kNonBlockingStream), "cuStreamCreate");
}

/// The gate is there for as long as its stream may wait for it.
CudaMachine::~CudaMachine() { driver_.cuStreamSynchronize(stream_); }

void CudaMachine::begin(ControlBlock& control) {
  windows_.update(control);
  manner_ = manner_of(control);
  try {
    tensors_.place(control, windows_);
  } catch (const DriverError& error) {
    is_lost_ = error.result != kDriverOutOfMemory;
    throw NoRoom(is_lost_ ? error.what() : "the device has no memory for the tensors");
  }
}

// The driver's addresses are numbers. NOLINTBEGIN(performance-no-int-to-ptr)
void* CudaMachine::at(Slot slot) const { return reinterpret_cast<void*>(tensors_.address(slot)); }

void* CudaMachine::workspace(std::size_t bytes) {
  if (bytes == 0) return nullptr;
  tensors_.place_workspace(bytes);
  return reinterpret_cast<void*>(tensors_.workspace());
}
// NOLINTEND(performance-no-int-to-ptr)

bn_status CudaMachine::call(const Function& function) {
  try {
    tensors_.poison(stream_);
    wait();
    const bn_status status = call_in(manner_, function);
    collect();
    return status;
  } catch (const DriverError& error) {
    lose("broke its device: " + error.name);  // whatever function came to know first
  }
}

bn_status CudaMachine::call_in(CallManner manner, const Function& function) {
  switch (manner) {
    case CallManner::plain: tensors_.produce(stream_); return function();
    case CallManner::late: return call_late(function);
    case CallManner::captured: return call_captured(function);
  }
  return BN_FAILURE;
}

/// Nothing of the call's own stream can have happened when the call returns.
bn_status CudaMachine::call_late(const Function& function) {
  gate_.close();
  const Opening opening{gate_};
  driver_.require(driver_.cuLaunchHostFunc(stream_, Gate::wait, &gate_), "cuLaunchHostFunc");
  tensors_.produce(stream_);
  const bn_status status = function();
  if (gate_.is_open()) return status;
  std::this_thread::sleep_for(kTimeToShow);
  const bool untouched = tensors_.are_outputs(&DeviceBuffer::is_poison);
  if (!untouched && !gate_.is_open()) lose(kTooEarly);
  return status;
}

/// Before the capture there is a call like any other: what is loaded or set up when it is first
/// used needs memory, and may do so.
bn_status CudaMachine::call_captured(const Function& function) {
  tensors_.produce(stream_);
  if (const bn_status before = function(); before != BN_OK) return before;
  tensors_.poison(stream_);
  tensors_.produce(stream_);
  wait();
  Capture capture(driver_, stream_);
  const bn_status status = function();
  if (const DriverResult result = capture.end(); result != kDriverSuccess) {
    lose("allocated memory, waited, or used another stream while it was captured in a graph: " +
         driver_.name_of(result));
  }
  driver_.require(driver_.cuCtxSynchronize(), "cuCtxSynchronize");
  if (!tensors_.are_outputs(&DeviceBuffer::is_as_produced)) lose(kOutsideGraph);
  if (status == BN_OK) capture.launch(stream_);
  return status;
}

void CudaMachine::wait() {
  driver_.require(driver_.cuStreamSynchronize(stream_), "cuStreamSynchronize");
}

/// Waits for the stream that the plug-in was given, and looks; then for any other that it may have
/// used, which is not to meet the next case.
void CudaMachine::collect() {
  wait();
  tensors_.fetch();
  driver_.require(driver_.cuCtxSynchronize(), "cuCtxSynchronize");
  tensors_.give_back();
  if (const std::string wrong = tensors_.misdeed(); !wrong.empty()) throw Misdeed(wrong);
}

void CudaMachine::lose(const std::string& sentence) {
  is_lost_ = true;
  throw Misdeed(sentence);
}

}  // namespace bncheck::host

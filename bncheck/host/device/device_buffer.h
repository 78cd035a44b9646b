#pragma once

#include <span>
#include <vector>

#include "bncheck/host/canary.h"
#include "bncheck/host/device/device_memory.h"

namespace bncheck::host {

/// What a plug-in sees on the device of some bytes of the host: a copy between two bands of random
/// bytes, which nothing may change. It is poisoned first, and gets its contents when its stream
/// comes to it, so that whoever reads too early reads NaN.
class DeviceBuffer {
 public:
  /// Bytes that lie together, so many after the first one of the buffer. What is between stretches
  /// is there, and nobody's.
  struct Stretch {
    std::span<std::byte> host;
    std::uint64_t offset;
  };

  /// The key makes bands differ from buffer to buffer.
  DeviceBuffer(const Driver& driver, std::uint64_t key) : driver_(&driver), key_(key) {}

  /// Makes room for the stretches, of which there is one at least; the first byte's address leaves
  /// this remainder after division by 256. Throws DriverError.
  void take(std::vector<Stretch> stretches, std::uint64_t remainder);

  /// Takes nothing. Keeps memory of a usual size for the next time.
  void leave();

  DeviceAddress address() const { return first_; }

  /// Enqueues: the poison, and a copy of the host's bytes somewhere else.
  void poison(DriverStream* stream);

  /// Enqueues: the copy, to where the plug-in sees it.
  void produce(DriverStream* stream);

  /// Reads what is there now.
  void fetch();

  /// Returns whether what was fetched is the poison, or the host's bytes; bands included.
  bool is_poison() const;
  bool is_as_produced() const { return now_ == image_; }

  /// Returns which band has changed.
  Damage damage() const;

  /// Copies what was fetched to the host's bytes.
  void give_back() const;

 private:
  /// A stretch with its bands.
  struct Piece {
    std::span<std::byte> host;
    DeviceAddress address;  ///< of the band in front
    std::size_t start;      ///< of that band in the image
    std::size_t size;
  };

  void make_room(std::size_t bytes);
  void draw_image();
  bool has_band(const Piece& piece, std::size_t from) const;

  const Driver* driver_;
  std::uint64_t key_;
  std::vector<Piece> pieces_;
  DeviceMemory seen_;   ///< by the plug-in
  DeviceMemory aside_;  ///< the image, until the stream comes to it
  DeviceAddress first_ = 0;
  std::vector<std::byte> image_;  ///< all pieces, one after the other
  std::vector<std::byte> now_;
};

}  // namespace bncheck::host

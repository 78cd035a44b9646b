#include "bncheck/host/device/device_buffer.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/pattern.h"

namespace bncheck::host {
namespace {

constexpr std::size_t kBand = 1024;      // on each side: what a warp writes in one step, twice
constexpr std::size_t kAligned = 256;    // what cuMemAlloc promises
constexpr unsigned char kPoison = 0xff;  // a NaN of every type

// More is given back after each case: elements that are far apart.
constexpr std::size_t kUsual = std::size_t{1} << 30;

}  // namespace

void DeviceBuffer::take(std::vector<Stretch> stretches, std::uint64_t remainder) {
  const Stretch& last = stretches.back();
  make_room(last.offset + last.host.size() + 2 * kBand + kAligned);
  first_ = seen_.address() + kBand + remainder;
  std::size_t start = 0;
  for (const Stretch& each : stretches) {
    const std::size_t size = each.host.size() + 2 * kBand;
    pieces_.push_back({each.host, first_ + each.offset - kBand, start, size});
    start += size;
  }
  image_.resize(start);
  draw_image();
  if (aside_.size() >= start) return;
  aside_ = {};
  aside_ = DeviceMemory(*driver_, std::bit_ceil(start));
}

void DeviceBuffer::make_room(std::size_t bytes) {
  if (seen_.size() >= bytes) return;
  seen_ = {};
  seen_ = DeviceMemory(*driver_, bytes > kUsual ? bytes : std::bit_ceil(bytes));
}

/// Fills the image with random bytes, of which the bands remain.
void DeviceBuffer::draw_image() {
  for (std::size_t i = 0; i < image_.size(); i += sizeof(std::uint64_t)) {
    const std::uint64_t bits = counter_random(key_, 1, i);
    std::memcpy(&image_[i], &bits, std::min(sizeof bits, image_.size() - i));
  }
}

void DeviceBuffer::leave() {
  pieces_.clear();
  image_.clear();
  now_.clear();
  if (seen_.size() > kUsual) seen_ = {};
}

void DeviceBuffer::poison(DriverStream* stream) {
  if (pieces_.empty()) return;
  for (const Piece& each : pieces_) {
    std::copy(each.host.begin(), each.host.end(), &image_[each.start + kBand]);
    driver_->require(driver_->cuMemsetD8Async(each.address, kPoison, each.size, stream),
                     "cuMemsetD8Async");
  }
  driver_->require(
      driver_->cuMemcpyHtoDAsync(aside_.address(), image_.data(), image_.size(), stream),
      "cuMemcpyHtoDAsync");
}

void DeviceBuffer::produce(DriverStream* stream) {
  for (const Piece& each : pieces_) {
    driver_->require(
        driver_->cuMemcpyDtoDAsync(each.address, aside_.address() + each.start, each.size, stream),
        "cuMemcpyDtoDAsync");
  }
}

void DeviceBuffer::fetch() {
  now_.resize(image_.size());
  for (const Piece& each : pieces_) {
    driver_->require(driver_->cuMemcpyDtoH(&now_[each.start], each.address, each.size),
                     "cuMemcpyDtoH");
  }
}

bool DeviceBuffer::is_poison() const {
  return std::all_of(now_.begin(), now_.end(),
                     [](std::byte each) { return each == std::byte{kPoison}; });
}

bool DeviceBuffer::has_band(const Piece& piece, std::size_t from) const {
  return std::memcmp(&now_[piece.start + from], &image_[piece.start + from], kBand) == 0;
}

Damage DeviceBuffer::damage() const {
  for (const Piece& each : pieces_) {
    const bool first = &each == &pieces_.front();
    const bool last = &each == &pieces_.back();
    if (!has_band(each, each.size - kBand)) return last ? Damage::after : Damage::gaps;
    if (!has_band(each, 0)) return first ? Damage::before : Damage::gaps;
  }
  return Damage::none;
}

void DeviceBuffer::give_back() const {
  for (const Piece& each : pieces_) {
    std::memcpy(each.host.data(), &now_[each.start + kBand], each.host.size());
  }
}

}  // namespace bncheck::host

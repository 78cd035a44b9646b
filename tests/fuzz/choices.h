#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bncheck::fuzz {

/// Makes choices of the bytes of an input; 0, the simplest, once there are none left.
class Choices {
 public:
  explicit Choices(std::string_view bytes) : bytes_(bytes) {}

  bool is_empty() const { return bytes_.empty(); }

  /// Returns a number from 0 to count - 1, of at most 256.
  unsigned below(unsigned count) {
    if (bytes_.empty()) return 0;
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte % count;
  }

  /// Returns one of a list.
  template <class T, std::size_t kCount>
  T of(const T (&list)[kCount]) {
    return list[below(kCount)];
  }

  /// Fills a value of plain bytes.
  template <class T>
  T raw() {
    T value{};
    const std::size_t size = bytes_.size() < sizeof value ? bytes_.size() : sizeof value;
    std::memcpy(&value, bytes_.data(), size);
    bytes_.remove_prefix(size);
    return value;
  }

 private:
  std::string_view bytes_;
};

}  // namespace bncheck::fuzz

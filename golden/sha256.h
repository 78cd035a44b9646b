#pragma once

#include <string>
#include <string_view>

namespace bncheck::golden {

/// Returns the SHA-256 digest (FIPS 180-4) as 64 lowercase hexadecimal digits.
std::string sha256(std::string_view data);

}  // namespace bncheck::golden

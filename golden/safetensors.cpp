#include "golden/safetensors.h"

#include <bit>
#include <string_view>

#include "golden/file.h"
#include "golden/node.h"

namespace bncheck::golden {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

constexpr std::size_t kLengthBytes = 8;

DType read_type(const Node& node) {
  const std::string name = node.text();
  if (name == "F16") return DType::f16;
  if (name == "BF16") return DType::bf16;
  if (name == "F32") return DType::f32;
  if (name == "F64") return DType::f64;
  node.refuse("one of F16, BF16, F32, F64");
}

/// Returns the header's text; the data begins right behind it.
std::string_view header_of(std::string_view file, const std::filesystem::path& path) {
  if (file.size() < kLengthBytes) throw damaged(path, "it ends before the length of its header");
  std::uint64_t length = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) {
    length = length << 8 | static_cast<unsigned char>(file[i]);
  }
  if (length > file.size() - kLengthBytes) {
    throw damaged(path, "its header claims " + std::to_string(length) + " bytes where only " +
                            std::to_string(file.size() - kLengthBytes) + " follow");
  }
  return file.substr(kLengthBytes, length);
}

/// Returns the number of elements; extents are refused where the product could overflow.
std::int64_t element_count(const Node& shape, const std::vector<std::int64_t>& extents) {
  constexpr std::int64_t kMaxSize = std::int64_t{1} << 40;  // as core/shape.cpp
  std::int64_t count = 1;
  for (std::int64_t extent : extents) {
    if (extent > 0 && count > kMaxSize / extent) shape.refuse("a shape of at most 2^40 values");
    count *= extent;
  }
  return count;
}

/// Returns the tensor's bytes after checking that they lie in the file and have the right length.
std::string_view bytes_of(const Node& entry, std::string_view data, std::int64_t length) {
  const Node place = entry.at("data_offsets");
  const std::vector<Node> offsets = place.items();
  if (offsets.size() != 2) place.refuse("a pair");
  const std::int64_t begin = offsets[0].count();
  const std::int64_t end = offsets[1].count();
  const auto size = static_cast<std::int64_t>(data.size());
  if (begin > end || end > size) {
    place.refuse("a place within the " + std::to_string(size) + " bytes of data");
  }
  if (end - begin != length) place.refuse("a span of " + std::to_string(length) + " bytes");
  return data.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(length));
}

StoredTensor read_tensor(const Node& entry, std::string_view data) {
  StoredTensor tensor;
  tensor.dtype = read_type(entry.at("dtype"));
  for (const Node& extent : entry.at("shape").items()) tensor.extents.push_back(extent.count());
  const std::int64_t count = element_count(entry.at("shape"), tensor.extents);
  const std::size_t size = size_of(tensor.dtype);
  const std::string_view bytes = bytes_of(entry, data, count * static_cast<std::int64_t>(size));
  tensor.values.reserve(static_cast<std::size_t>(count));
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    tensor.values.push_back(load(tensor.dtype, bytes.data() + at));
  }
  return tensor;
}

}  // namespace

std::map<std::string, StoredTensor> read_safetensors(const std::filesystem::path& path) {
  const std::string file = read_file(path);
  const std::string_view header = header_of(file, path);
  const std::string_view data = std::string_view(file).substr(kLengthBytes + header.size());
  const nlohmann::json json = parse_json(header, path);
  std::map<std::string, StoredTensor> tensors;
  std::size_t read = 0;
  for (const auto& [name, entry] : Node(json, path).members()) {
    if (name == "__metadata__") continue;
    const StoredTensor& tensor = tensors.emplace(name, read_tensor(entry, data)).first->second;
    read += tensor.values.size() * size_of(tensor.dtype);
    // Before the next one: a header of many tensors over the same bytes would fill the memory.
    if (read > data.size()) throw damaged(path, "its tensors overlap");
  }
  if (read != data.size()) {
    throw damaged(path, "its tensors take " + std::to_string(read) + " bytes where " +
                            std::to_string(data.size()) + " lie behind the header");
  }
  return tensors;
}

}  // namespace bncheck::golden

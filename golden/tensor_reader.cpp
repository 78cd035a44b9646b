#include "golden/tensor_reader.h"

#include <algorithm>
#include <cmath>

#include "golden/file.h"

namespace bncheck::golden {

TensorReader::TensorReader(const std::filesystem::path& json, bool non_finite)
    : path_(std::filesystem::path(json).replace_extension(".safetensors")),
      non_finite_(non_finite) {}

std::vector<double> TensorReader::read(const Node& node, DType dtype,
                                       const std::vector<std::int64_t>& extents) {
  if (node.is_null()) return {};
  if (!node.is_array()) return read_large(node.at("safetensors").text(), dtype, extents);
  std::vector<double> values;
  for (const Node& item : node.items()) values.push_back(read_value(item, dtype));
  std::size_t count = 1;
  for (std::int64_t extent : extents) count *= static_cast<std::size_t>(extent);
  if (values.size() != count) node.refuse("a list of " + std::to_string(count) + " values");
  return values;
}

double TensorReader::read_value(const Node& item, DType dtype) const {
  const double value = item.hexfloat();
  if (!std::isfinite(value) && !non_finite_) {
    item.refuse("a finite number, as there is no flag NonFinite,");
  }
  if (!std::isnan(value) && round_to(dtype, value) != value) {
    item.refuse("a number of type " + std::string(to_string(dtype)));
  }
  return value;
}

std::vector<double> TensorReader::read_large(const std::string& name, DType dtype,
                                             const std::vector<std::int64_t>& extents) {
  if (!tensors_) {
    require_within(path_.parent_path(), path_);
    tensors_ = read_safetensors(path_);
  }
  const auto found = tensors_->find(name);
  if (found == tensors_->end()) throw damaged(path_, "tensor " + name + " is missing");
  const StoredTensor& tensor = found->second;
  if (tensor.dtype != dtype || tensor.extents != extents) {
    throw damaged(path_, "tensor " + name + " is not of the vector's type and shape");
  }
  const auto finite = [](double value) { return std::isfinite(value); };
  if (!non_finite_ && !std::all_of(tensor.values.begin(), tensor.values.end(), finite)) {
    throw damaged(path_, "tensor " + name + " is not finite, and there is no flag NonFinite");
  }
  return tensor.values;
}

}  // namespace bncheck::golden

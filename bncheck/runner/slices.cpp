#include "bncheck/runner/slices.h"

#include <algorithm>

namespace bncheck::runner {
namespace {

// Enough for the work on a slice to outweigh its setting up, and few enough to stay in the cache.
constexpr std::int64_t kSliceValues = 8192;

/// Returns the slice's channels of a tensor in logical order; nothing of an absent one.
std::vector<double> part_of(const std::vector<double>& tensor, const Shape& shape,
                            const Slice& slice) {
  std::vector<double> part;
  if (tensor.empty()) return part;
  const std::int64_t image = shape.c * shape.spatial_size();
  const std::int64_t run = slice.count * shape.spatial_size();
  part.reserve(static_cast<std::size_t>(shape.n * run));
  auto from = tensor.begin() + slice.first * shape.spatial_size();
  for (std::int64_t n = 0; n < shape.n; ++n) {
    part.insert(part.end(), from + n * image, from + n * image + run);
  }
  return part;
}

/// Returns the slice's channels of a list of one value per channel.
std::vector<double> part_of(const std::vector<double>& list, const Slice& slice) {
  if (list.empty()) return {};
  const auto from = list.begin() + slice.first;
  return {from, from + slice.count};
}

bool is_tensor(std::string_view what) { return what == "y" || what == "dx"; }

}  // namespace

std::vector<Slice> slices_of(const Shape& shape) {
  const std::int64_t m = std::max<std::int64_t>(shape.values_per_channel(), 1);
  const std::int64_t step = std::max<std::int64_t>(kSliceValues / m, 1);
  std::vector<Slice> slices;
  for (std::int64_t first = 0; first < shape.c; first += step) {
    slices.push_back({first, std::min(step, shape.c - first)});
  }
  return slices;
}

Problem part_of(const Problem& whole, const Slice& slice) {
  Problem part{static_cast<const Config&>(whole), {}, {}, {}, {}, {}, {}, {}};
  part.shape.c = slice.count;
  part.x = part_of(whole.x, whole.shape, slice);
  part.dy = part_of(whole.dy, whole.shape, slice);
  part.weight = part_of(whole.weight, slice);
  part.bias = part_of(whole.bias, slice);
  part.running_mean = part_of(whole.running_mean, slice);
  part.running_var = part_of(whole.running_var, slice);
  return part;
}

std::size_t whole_index(const Shape& whole, const Slice& slice, std::string_view what,
                        std::size_t index) {
  const auto at = static_cast<std::int64_t>(index);
  if (!is_tensor(what)) return static_cast<std::size_t>(slice.first + at);
  const std::int64_t row = whole.spatial_size();
  const std::int64_t run = slice.count * row;
  return static_cast<std::size_t>((at / run * whole.c + slice.first) * row + at % run);
}

std::int64_t channel_of(const Shape& whole, const Evidence& evidence) {
  const auto at = static_cast<std::int64_t>(evidence.index);
  return is_tensor(evidence.what) ? at / whole.spatial_size() % whole.c : at;
}

Outcome<Forward<double>> SliceImplementation::forward(const Problem&, bool) {
  const auto& [status, message, whole, may_refuse] = whole_.forward;
  return {status,
          message,
          {part_of(whole.y, whole_.shape, slice_), part_of(whole.save_mean, slice_),
           part_of(whole.save_invstd, slice_), part_of(whole.running_mean, slice_),
           part_of(whole.running_var, slice_)},
          may_refuse};
}

Outcome<Backward<double>> SliceImplementation::backward(const Problem&, const SavedStatistics&) {
  const auto& [status, message, whole, may_refuse] = whole_.backward;
  return {status,
          message,
          {part_of(whole.dx, whole_.shape, slice_), part_of(whole.dweight, slice_),
           part_of(whole.dbias, slice_)},
          may_refuse};
}

}  // namespace bncheck::runner

#include "bncheck/bench/python_tensors.h"

#include <cstring>
#include <utility>

namespace bncheck::bench {
namespace {

using nlohmann::json;

constexpr std::size_t kPage = 4096;

std::size_t in_pages(const Buffer& buffer) { return (buffer.bytes() + kPage - 1) / kPage * kPage; }

/// One channel of the answer; they lie one after the other, each in logical order.
Strided channel_layout(const Stage& stage) {
  Shape shape = stage.problem().shape;
  shape.c = 1;
  return tensor_layout(Layout::nchw, shape);
}

json place(std::size_t at, DType dtype, const Strided& layout) {
  return {{"offset", PythonProcess::room_offset() + at},
          {"dtype", to_string(dtype)},
          {"shape", layout.shape},
          {"strides", layout.strides}};
}

/// The answer as an array whose first axis counts the sampled channels.
json answer_place(const Stage& stage) {
  Strided all = channel_layout(stage);
  const std::int64_t one = all.span();
  all.shape.erase(all.shape.begin() + 1);
  all.strides.erase(all.strides.begin() + 1);
  all.shape.insert(all.shape.begin(), static_cast<std::int64_t>(stage.sampled().size()));
  all.strides.insert(all.strides.begin(), one);
  return place(0, stage.x().dtype(), all);
}

}  // namespace

json share_tensors(PythonProcess& process, const Stage& stage) {
  const Problem& problem = stage.problem();
  std::vector<std::pair<const char*, Buffer>> parameters;
  parameters.emplace_back("weight", stage.parameter(problem.weight));
  parameters.emplace_back("bias", stage.parameter(problem.bias));
  parameters.emplace_back("running_mean", stage.parameter(problem.running_mean));
  parameters.emplace_back("running_var", stage.parameter(problem.running_var));
  parameters.emplace_back("save_mean", stage.parameter(stage.saved().mean));
  parameters.emplace_back("save_invstd", stage.parameter(stage.saved().invstd));
  std::vector<std::pair<const char*, const Buffer*>> all = {{"x", &stage.x()}, {"dy", &stage.dy()}};
  for (const auto& [name, buffer] : parameters) all.emplace_back(name, &buffer);
  const std::size_t answer = in_pages(stage.x());
  std::size_t bytes = answer;
  for (const auto& [name, buffer] : all) bytes += in_pages(*buffer);
  process.make_room(bytes);
  json places = {{"answer", answer_place(stage)}};
  std::size_t at = answer;
  for (const auto& [name, buffer] : all) {
    std::memcpy(process.room() + at, buffer->data(), buffer->bytes());
    places[name] = place(at, buffer->dtype(), buffer->layout());
    at += in_pages(*buffer);
  }
  return places;
}

std::vector<std::vector<double>> shared_answer(const PythonProcess& process, const Stage& stage) {
  const DType dtype = stage.x().dtype();
  const Strided one = channel_layout(stage);
  const std::size_t step = static_cast<std::size_t>(one.span()) * size_of(dtype);
  std::vector<std::vector<double>> channels;
  for (std::size_t i = 0; i < stage.sampled().size(); ++i) {
    channels.push_back(gather(dtype, one, process.room() + i * step));
  }
  return channels;
}

}  // namespace bncheck::bench

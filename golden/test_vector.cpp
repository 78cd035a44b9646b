#include "golden/test_vector.h"

#include <algorithm>
#include <cmath>

#include "golden/contract_reader.h"
#include "golden/file.h"
#include "golden/manifest.h"
#include "golden/node.h"
#include "golden/tensor_reader.h"

namespace bncheck::golden {
namespace {

constexpr std::int64_t kSchema = 1;

Shape read_shape(const Node& node) {
  std::string text;
  for (const Node& extent : node.items()) {
    text += (text.empty() ? "" : "x") + std::to_string(extent.count());
  }
  const std::optional<Shape> shape = parse_shape(text);
  if (!shape) node.refuse("a list of two to five extents");
  return *shape;
}

Layout read_layout(const Node& node) {
  const std::optional<Layout> layout = parse_layout(node.text());
  if (!layout) node.refuse("nchw, nhwc or strided");
  return *layout;
}

Mode read_mode(const Node& node) {
  for (Mode mode : {Mode::training, Mode::evaluation}) {
    if (to_string(mode) == node.text()) return mode;
  }
  node.refuse("training or evaluation");
}

Dialect read_dialect(const Node& node) {
  try {
    return parse_dialect(node.text());
  } catch (const UsageError& error) {
    throw damaged(node.path(), error.what());
  }
}

Config read_config(const Node& root) {
  Config config;
  config.dtype = read_dtype(root.at("dtype"));
  config.shape = read_shape(root.at("shape"));
  config.layout = read_layout(root.at("layout"));
  config.mode = read_mode(root.at("mode"));
  config.eps = root.at("eps").hexfloat();
  config.momentum = root.at("momentum").hexfloat();
  if (!(config.eps >= 0) || !std::isfinite(config.eps)) root.at("eps").refuse("a number from 0 on");
  if (!std::isfinite(config.momentum)) root.at("momentum").refuse("a finite number");
  return config;
}

/// Throws unless the tensor is there, or absent, as it must be.
void require(const Node& node, bool present) {
  if (node.is_null() == present) node.refuse(present ? "a tensor" : "null");
}

Problem read_problem(const Node& root, TensorReader& tensors) {
  Problem problem;
  static_cast<Config&>(problem) = read_config(root);
  const Node inputs = root.at("inputs");
  const std::vector<std::int64_t> extents = problem.shape.extents();
  for (auto [name, values] : {std::pair{"x", &problem.x}, std::pair{"dy", &problem.dy}}) {
    require(inputs.at(name), true);
    *values = tensors.read(inputs.at(name), problem.dtype, extents);
  }
  for (auto [name, values] :
       {std::pair{"weight", &problem.weight}, std::pair{"bias", &problem.bias},
        std::pair{"running_mean", &problem.running_mean},
        std::pair{"running_var", &problem.running_var}}) {
    *values = tensors.read(inputs.at(name), problem.parameters(), {problem.shape.c});
  }
  if (problem.mode == Mode::evaluation) require(inputs.at("running_mean"), true);
  require(inputs.at("running_var"), !inputs.at("running_mean").is_null());
  return problem;
}

Forward<double> read_forward(const Node& root, const Problem& problem, TensorReader& tensors) {
  const Node outputs = root.at("outputs");
  const bool training = problem.mode == Mode::training;
  require(outputs.at("y"), true);
  for (const char* name : {"running_mean", "running_var"}) {
    require(outputs.at(name), training && problem.has_running());
  }
  if (!training) require(outputs.at("save_mean"), false);
  require(outputs.at("save_invstd"), !outputs.at("save_mean").is_null());
  const auto parameter = [&](const char* name) {
    return tensors.read(outputs.at(name), problem.parameters(), {problem.shape.c});
  };
  return {tensors.read(outputs.at("y"), problem.dtype, problem.shape.extents()),
          parameter("save_mean"), parameter("save_invstd"), parameter("running_mean"),
          parameter("running_var")};
}

std::optional<Backward<double>> read_backward(const Node& root, const Problem& problem,
                                              TensorReader& tensors) {
  const Node outputs = root.at("outputs");
  const bool present = !outputs.at("dx").is_null();
  require(outputs.at("dweight"), present && !problem.weight.empty());
  require(outputs.at("dbias"), present && !problem.bias.empty());
  if (!present) return std::nullopt;
  const auto parameter = [&](const char* name) {
    return tensors.read(outputs.at(name), problem.parameters(), {problem.shape.c});
  };
  return Backward<double>{tensors.read(outputs.at("dx"), problem.dtype, problem.shape.extents()),
                          parameter("dweight"), parameter("dbias")};
}

/// Returns the member if it is there and not null.
std::optional<Node> optional_member(const Node& root, std::string_view name) {
  for (const auto& [key, value] : root.members()) {
    if (key == name && !value.is_null()) return value;
  }
  return std::nullopt;
}

std::optional<DoubleBackward> read_double_backward(const Node& root, const Problem& problem,
                                                   TensorReader& tensors) {
  const std::optional<Node> block = optional_member(root, "double_backward");
  if (!block) return std::nullopt;
  const Node inputs = block->at("inputs");
  const Node outputs = block->at("outputs");
  require(inputs.at("ddx"), true);
  require(inputs.at("ddweight"), !problem.weight.empty());
  require(inputs.at("ddbias"), !problem.bias.empty());
  require(outputs.at("d_dy"), true);
  require(outputs.at("d_weight"), !problem.weight.empty());
  const auto whole = [&](const Node& node) {
    return tensors.read(node, problem.dtype, problem.shape.extents());
  };
  const auto parameter = [&](const Node& node) {
    return tensors.read(node, problem.parameters(), {problem.shape.c});
  };
  return DoubleBackward{whole(inputs.at("ddx")),        parameter(inputs.at("ddweight")),
                        parameter(inputs.at("ddbias")), whole(outputs.at("d_dy")),
                        whole(outputs.at("d_x")),       parameter(outputs.at("d_weight"))};
}

/// Reads the error, if there is one; then no output may stand beside it.
std::optional<Refusal> read_refusal(const Node& root) {
  const std::optional<Node> raises = optional_member(root, "raises");
  if (!raises) return std::nullopt;
  for (const auto& [name, output] : root.at("outputs").members()) require(output, false);
  if (const auto block = optional_member(root, "double_backward")) require(*block, false);
  return Refusal{raises->at("type").text(), raises->at("message").text()};
}

std::string read_provenance(const Node& node) {
  const std::int64_t threads = node.at("threads").count();
  const std::optional<Node> entry = optional_member(node, "entry_point");
  return node.at("library").text() + " " + node.at("version").text() + ", " +
         (entry ? entry->text() + ", " : "") + node.at("device").text() + ", " +
         std::to_string(threads) + (threads == 1 ? " thread" : " threads") + ", capability " +
         node.at("capability").text();
}

std::vector<Flag> read_flags(const Node& node) {
  std::vector<Flag> flags;
  for (const Node& each : node.items()) {
    flags.push_back({each.at("flag").text(), each.at("reason").text()});
  }
  return flags;
}

}  // namespace

const Flag* TestVector::flag(std::string_view name) const {
  const auto found =
      std::find_if(flags.begin(), flags.end(), [&](const Flag& each) { return each.name == name; });
  return found == flags.end() ? nullptr : &*found;
}

TestVector read_vector(const std::filesystem::path& json) {
  const nlohmann::json document = parse_json(read_file(json), json);
  const Node root(document, json);
  if (root.at("schema").count() != kSchema) root.at("schema").refuse("1, the one known schema,");
  TestVector vector;
  vector.id = root.at("id").text();
  if (vector.id != json.stem()) root.at("id").refuse("the file's name");
  vector.title = root.at("title").text();
  vector.source = root.at("source").text();
  vector.flags = read_flags(root.at("flags"));
  TensorReader tensors(json, vector.flag("NonFinite") != nullptr);
  vector.problem = read_problem(root, tensors);
  vector.refusal = read_refusal(root);
  if (!vector.refusal) {
    vector.forward = read_forward(root, vector.problem, tensors);
    vector.backward = read_backward(root, vector.problem, tensors);
    vector.double_backward = read_double_backward(root, vector.problem, tensors);
  }
  vector.contract = read_contract(root.at("contract"));
  vector.dialect = read_dialect(root.at("dialect"));
  vector.provenance = read_provenance(root.at("provenance"));
  return vector;
}

std::vector<TestVector> read_vectors(const std::filesystem::path& folder) {
  const std::vector<ManifestEntry> entries = read_manifest(folder);
  verify(folder, entries);
  std::vector<TestVector> vectors;
  for (const ManifestEntry& entry : entries) {
    const std::filesystem::path path = folder / entry.file;
    if (path.extension() == ".json") vectors.push_back(read_vector(path));
  }
  return vectors;
}

}  // namespace bncheck::golden

#include "bncheck/report/golden_difference.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "golden/hexfloat.h"

namespace bncheck::report {
namespace {

using golden::FieldDifference;
using golden::FolderDifference;
using golden::TensorDifference;
using golden::VectorDifference;

// Enough to look one up.
constexpr std::size_t kNamesShown = 3;

std::string some_of(std::vector<std::string> names) {
  if (names.size() > kNamesShown) {
    names.resize(kNamesShown);
    names.emplace_back("...");
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

bool is_input(const TensorDifference& tensor) { return tensor.name.rfind("inputs.", 0) == 0; }

std::string distance(const TensorDifference& tensor) {
  if (!tensor.ulps) return "one of two not finite";
  if (*tensor.ulps == 0) return "the sign of a zero";
  return counted(*tensor.ulps, "ulp");
}

std::string tensor_text(const TensorDifference& tensor) {
  const std::string name = fmt::format("  {:<13} ", tensor.name);
  if (tensor.size_a != tensor.size_b) {
    if (tensor.size_b == 0) return name + "only A has it\n";
    if (tensor.size_a == 0) return name + "only B has it\n";
    return fmt::format("{}{} values in A and {} in B\n", name, tensor.size_a, tensor.size_b);
  }
  return fmt::format("{}{} of {} differ, most of all [{}]: {} in A and {} in B, {}\n", name,
                     tensor.differing, counted(tensor.size_a, "value"), tensor.place,
                     golden::to_hexfloat(tensor.a), golden::to_hexfloat(tensor.b),
                     distance(tensor));
}

std::string vector_text(const VectorDifference& vector) {
  std::string text = fmt::format("{}: {}\n", vector.id, vector.title);
  for (const TensorDifference& tensor : vector.tensors) text += tensor_text(tensor);
  if (std::any_of(vector.tensors.begin(), vector.tensors.end(), is_input)) {
    text += "  The inputs differ: these are answers to two questions.\n";
  }
  return text;
}

/// Every difference of a field once, as whole folders share a provenance.
std::string fields_text(const std::vector<VectorDifference>& vectors) {
  std::vector<FieldDifference> order;
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> ids;
  for (const VectorDifference& vector : vectors) {
    for (const FieldDifference& field : vector.fields) {
      std::vector<std::string>& known = ids[{field.name, field.a, field.b}];
      if (known.empty()) order.push_back(field);
      known.push_back(vector.id);
    }
  }
  std::string text;
  for (const FieldDifference& field : order) {
    const auto& sharing = ids.at({field.name, field.a, field.b});
    text += fmt::format("{} of {} ({}):\n  in A  {}\n  in B  {}\n", field.name,
                        counted(sharing.size(), "vector"), some_of(sharing), field.a, field.b);
  }
  return text;
}

/// The largest difference of one output over all vectors.
struct Moved {
  std::size_t vectors = 0;
  std::string id;
  TensorDifference largest;
};

std::string moved_text(const std::vector<VectorDifference>& vectors) {
  std::vector<std::string> order;
  std::map<std::string, Moved> moved;
  for (const VectorDifference& vector : vectors) {
    for (const TensorDifference& tensor : vector.tensors) {
      if (tensor.differing == 0) continue;
      Moved& known = moved[tensor.name];
      if (known.vectors == 0) order.push_back(tensor.name);
      const bool more = known.largest.ulps && (!tensor.ulps || *tensor.ulps > *known.largest.ulps);
      if (known.vectors++ == 0 || more) known.id = vector.id, known.largest = tensor;
    }
  }
  std::string text;
  for (const std::string& name : order) {
    const Moved& each = moved.at(name);
    text += fmt::format("{} differs in {}, most of all in {}: {}\n", name,
                        counted(each.vectors, "vector"), each.id, distance(each.largest));
  }
  return text;
}

std::string only_text(std::string_view folder, const std::vector<std::string>& ids) {
  if (ids.empty()) return "";
  return fmt::format("only in {}: {} ({})\n", folder, counted(ids.size(), "vector"), some_of(ids));
}

}  // namespace

std::string describe(const FolderDifference& found) {
  std::string text;
  std::size_t values = 0;
  for (const VectorDifference& vector : found.differing) {
    if (vector.tensors.empty()) continue;
    ++values;
    text += vector_text(vector);
  }
  text += fields_text(found.differing) + moved_text(found.differing);
  text += only_text("A", found.only_a) + only_text("B", found.only_b);
  return text + fmt::format(
                    "{} in both: {} equal, {} with other values, {} otherwise different; "
                    "{} only in A, {} only in B\n",
                    counted(found.equal + found.differing.size(), "vector"), found.equal, values,
                    found.differing.size() - values, found.only_a.size(), found.only_b.size());
}

bool is_equal(const FolderDifference& found) {
  return found.differing.empty() && found.only_a.empty() && found.only_b.empty();
}

}  // namespace bncheck::report

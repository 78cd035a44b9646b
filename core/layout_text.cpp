#include <array>
#include <charconv>
#include <utility>

#include "core/layout.h"

namespace bncheck {
namespace {

constexpr std::array<std::string_view, kLayoutCount> kNames = {
    "nchw", "nhwc", "strided", "permuted", "sliced", "expanded", "far"};

/// The tensors whose placement may differ from x's, in the order in which they are printed.
constexpr std::array<std::pair<std::string_view, Placement Layouts::*>, 4> kOthers = {
    {{"dy", &Layouts::dy},
     {"y", &Layouts::y},
     {"dx", &Layouts::dx},
     {"parameters", &Layouts::parameters}}};

std::string text_of(Placement placement) {
  const std::string kind(to_string(placement.kind));
  return placement.offset == 0 ? kind : kind + "+" + std::to_string(placement.offset);
}

std::optional<int> parse_offset(std::string_view text) {
  int offset = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, offset);
  if (error != std::errc() || end != last || offset < 1 || offset > kMostOffset) return {};
  return offset;
}

std::optional<Placement> parse_placement(std::string_view text) {
  const std::size_t plus = text.find('+');
  const std::optional<Layout> kind = parse_layout(text.substr(0, plus));
  if (!kind) return std::nullopt;
  if (plus == std::string_view::npos) return Placement{*kind};
  const std::optional<int> offset = parse_offset(text.substr(plus + 1));
  return offset ? std::optional(Placement{*kind, *offset}) : std::nullopt;
}

/// Reads "dy=expanded" into its place; returns whether that is what it is.
bool read_other(std::string_view text, Layouts& layouts) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  for (const auto& [name, field] : kOthers) {
    if (name != text.substr(0, equals)) continue;
    if (layouts.*field != layouts.x) return false;  // it was said before
    const std::optional<Placement> placement = parse_placement(text.substr(equals + 1));
    if (!placement) return false;
    if (placement->kind == Layout::expanded && field != &Layouts::dy) return false;
    layouts.*field = *placement;
    return true;
  }
  return false;
}

}  // namespace

std::string_view to_string(Layout layout) { return kNames[static_cast<std::size_t>(layout)]; }

std::optional<Layout> parse_layout(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == text) return static_cast<Layout>(i);
  }
  return std::nullopt;
}

std::string layout_names() {
  std::string names;
  for (const std::string_view name : kNames) {
    names += names.empty() ? "" : name == kNames.back() ? " or " : ", ";
    names += name;
  }
  return names;
}

Layouts::Layouts(Layout kind) : dy{kind} {
  const Layout others = kind == Layout::expanded ? Layout::nchw : kind;
  x = y = dx = parameters = {others};
}

std::string to_string(const Layouts& layouts) {
  std::string text = text_of(layouts.x);
  for (const auto& [name, field] : kOthers) {
    if (layouts.*field == layouts.x) continue;
    text += "," + std::string(name) + "=" + text_of(layouts.*field);
  }
  return text;
}

std::optional<Layouts> parse_layouts(std::string_view text) {
  std::size_t at = text.find(',');
  const std::optional<Placement> all = parse_placement(text.substr(0, at));
  if (!all || all->kind == Layout::expanded) return std::nullopt;
  Layouts layouts;
  layouts.x = layouts.dy = layouts.y = layouts.dx = layouts.parameters = *all;
  while (at != std::string_view::npos) {
    const std::size_t end = text.find(',', at + 1);
    if (!read_other(text.substr(at + 1, end - at - 1), layouts)) return std::nullopt;
    at = end;
  }
  return layouts;
}

}  // namespace bncheck

// The one-line form of a Case:
//   f32 4x3x2x2 nchw training eps=1e-05 momentum=0.1 weight=2,1 bias=none running_mean=0
//   running_var=1 x=bell*2^3+1024@17[0=5,2=0.125]|ramp*2^0+0@0 dy=uniform*2^0+0@1
#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>

#include "core/case.h"
#include "core/error.h"

namespace bncheck {
namespace {

/// Prints the shortest decimal that reads back as the value.
std::string exact(double value) {
  char text[40];  // at most 24: a sign, 17 digits, the point, and an exponent of five characters
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string list_text(const std::vector<double>& values) {
  if (values.empty()) return "none";
  std::string text;
  for (double value : values) text += (text.empty() ? "" : ",") + exact(value);
  return text;
}

std::string recipe_text(const Recipe& recipe) {
  std::string text = std::string(to_string(recipe.pattern)) + "*2^" + std::to_string(recipe.scale) +
                     "+" + exact(recipe.shift) + "@" + std::to_string(recipe.seed);
  if (recipe.overrides.empty()) return text;
  std::string places;
  for (const Override& each : recipe.overrides) {
    places += (places.empty() ? "" : ",") + std::to_string(each.j) + "=" + exact(each.value);
  }
  return text + "[" + places + "]";
}

std::string recipes_text(const std::vector<Recipe>& recipes) {
  std::string text;
  for (const Recipe& recipe : recipes) text += (text.empty() ? "" : "|") + recipe_text(recipe);
  return text;
}

[[noreturn]] void refuse(std::string_view text, std::string_view expected) {
  std::string found(text.substr(0, 60));
  const auto is_control = [](unsigned char c) { return c < 0x20; };  // would break the sentence
  std::replace_if(found.begin(), found.end(), is_control, '?');
  throw UsageError("malformed case: found '" + found + "' where " + std::string(expected) +
                   " belongs");
}

/// Cuts the text at the separators.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = text.find(separator, at);
    parts.push_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(line, ' ')) {
    while (!word.empty() && (word.back() == '\n' || word.back() == '\r')) word.remove_suffix(1);
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

double read_number(std::string_view text) {
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  const auto blank = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  // Counted, as a byte 0 in the middle would look like the end.
  const bool whole = end != copy.c_str() && end == copy.c_str() + copy.size();
  if (!whole || blank(copy.front())) refuse(text, "a number");
  const bool has_digits = copy.find_first_of("0123456789") != std::string::npos;
  if (std::isinf(value) && has_digits) refuse(text, "a number up to 1.8e308");  // DBL_MAX
  return value;
}

template <class Integer>
Integer read_integer(std::string_view text, Integer low, Integer high, std::string_view expected) {
  Integer value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc() || end != last || value < low || value > high) refuse(text, expected);
  return value;
}

std::vector<double> read_list(std::string_view text) {
  std::vector<double> values;
  if (text == "none") return values;
  for (std::string_view part : split(text, ',')) values.push_back(read_number(part));
  return values;
}

std::vector<Override> read_overrides(std::string_view text) {
  std::vector<Override> overrides;
  for (std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) refuse(part, "place=value");
    overrides.push_back(
        {read_integer<std::int64_t>(part.substr(0, equals), 0, INT64_MAX, "a place"),
         read_number(part.substr(equals + 1))});
  }
  return overrides;
}

Recipe read_recipe(std::string_view text) {
  constexpr std::string_view kForm = "pattern*2^scale+shift@seed";
  Recipe recipe;
  std::string_view head = text;
  if (const std::size_t bracket = text.find('['); bracket != std::string_view::npos) {
    if (text.back() != ']') refuse(text, "a closing ]");
    recipe.overrides = read_overrides(text.substr(bracket + 1, text.size() - bracket - 2));
    head = text.substr(0, bracket);
  }
  const std::size_t star = head.find("*2^");
  const std::size_t plus = head.find('+', star == std::string_view::npos ? 0 : star);
  const std::size_t seed = head.rfind('@');
  if (star == std::string_view::npos || plus == std::string_view::npos ||
      seed == std::string_view::npos || plus > seed) {
    refuse(head, kForm);
  }
  const std::optional<Pattern> pattern = parse_pattern(head.substr(0, star));
  if (!pattern) refuse(head.substr(0, star), "a pattern's name");
  recipe.pattern = *pattern;
  recipe.scale = read_integer(head.substr(star + 3, plus - star - 3), -2000, 2000, "a scale");
  recipe.shift = read_number(head.substr(plus + 1, seed - plus - 1));
  recipe.seed = read_integer<std::uint64_t>(head.substr(seed + 1), 0, UINT64_MAX, "a seed");
  return recipe;
}

std::vector<Recipe> read_recipes(std::string_view text) {
  std::vector<Recipe> recipes;
  for (std::string_view part : split(text, '|')) recipes.push_back(read_recipe(part));
  return recipes;
}

/// Returns what stands after "name=".
std::string_view field(std::string_view word, std::string_view name) {
  if (word.substr(0, name.size()) != name || word.substr(name.size(), 1) != "=") {
    refuse(word, std::string(name) + "=...");
  }
  return word.substr(name.size() + 1);
}

template <class T>
T required(std::optional<T> value, std::string_view word, std::string_view expected) {
  if (!value) refuse(word, expected);
  return *value;
}

Mode read_mode(std::string_view word) {
  for (Mode mode : {Mode::training, Mode::evaluation}) {
    if (to_string(mode) == word) return mode;
  }
  refuse(word, "training or evaluation");
}

/// Refuses entries that no channel takes; without channels there is one all the same, for the
/// tensor to be there.
template <class Entry>
void require_channels(std::string_view name, const std::vector<Entry>& list, const Case& c) {
  if (list.size() <= static_cast<std::size_t>(std::max<std::int64_t>(c.shape.c, 1))) return;
  throw UsageError("malformed case: " + std::string(name) + " has " + std::to_string(list.size()) +
                   " entries where at most " + std::to_string(c.shape.c) +
                   " belong, one for each channel of " + to_string(c.shape));
}

/// Refuses overrides of places that the channel does not have, and of the same place twice.
void require_places(std::string_view name, const std::vector<Recipe>& recipes, const Case& c) {
  const std::int64_t m = c.shape.values_per_channel();
  for (const Recipe& recipe : recipes) {
    std::set<std::int64_t> places;
    for (const Override& each : recipe.overrides) {
      const std::string place = std::to_string(each.j);
      if (each.j >= m) {
        throw UsageError("malformed case: " + std::string(name) + " has a value for place " +
                         place + ", and a channel of " + to_string(c.shape) + " has " +
                         (m == 0 ? "none" : "places 0 to " + std::to_string(m - 1)));
      }
      if (!places.insert(each.j).second) {
        throw UsageError("malformed case: " + std::string(name) + " has two values for place " +
                         place);
      }
    }
  }
}

void require_fitting_lists(const Case& c) {
  require_channels("weight", c.weight, c);
  require_channels("bias", c.bias, c);
  require_channels("running_mean", c.running_mean, c);
  require_channels("running_var", c.running_var, c);
  require_channels("x", c.x, c);
  require_channels("dy", c.dy, c);
  require_places("x", c.x, c);
  require_places("dy", c.dy, c);
}

/// Refuses values that memory of stride 0 cannot hold.
void require_expandable(const Case& c) {
  if (c.layout.dy.kind != Layout::expanded || has_one_gradient(c)) return;
  throw UsageError(
      "malformed case: dy=expanded is one value in memory: give dy constant recipes of the same "
      "shift, without overrides, or another layout");
}

void require_consistent(const Case& c) {
  if (c.running_mean.empty() != c.running_var.empty()) {
    throw UsageError(
        "malformed case: running_mean and running_var must both be given or both none");
  }
  if (c.mode == Mode::evaluation && c.running_mean.empty()) {
    throw UsageError("malformed case: evaluation needs running_mean and running_var");
  }
  if (!(c.eps >= 0) || !std::isfinite(c.eps) || !std::isfinite(c.momentum)) {
    throw UsageError("malformed case: eps must be finite and not negative, momentum finite");
  }
}

}  // namespace

std::string to_string(const Case& c) {
  std::string text = std::string(to_string(c.dtype)) + " " + to_string(c.shape) + " " +
                     to_string(c.layout) + " " + std::string(to_string(c.mode));
  text += " eps=" + exact(c.eps) + " momentum=" + exact(c.momentum);
  text += " weight=" + list_text(c.weight) + " bias=" + list_text(c.bias);
  text += " running_mean=" + list_text(c.running_mean);
  text += " running_var=" + list_text(c.running_var);
  return text + " x=" + recipes_text(c.x) + " dy=" + recipes_text(c.dy);
}

Case parse_case(std::string_view line) {
  constexpr std::string_view kLayoutForm =
      "a layout such as nhwc, or nchw+3,dy=expanded,parameters=strided (nchw, nhwc, strided, "
      "permuted, sliced or far, for dy expanded too; offsets +1 to +63; dy, y, dx, parameters)";
  constexpr std::size_t kWords = 12;
  const std::vector<std::string_view> words = words_of(line);
  if (words.size() != kWords) {
    throw UsageError("malformed case: " + std::to_string(words.size()) + " words where " +
                     std::to_string(kWords) +
                     " belong: dtype shape layout mode eps= momentum= weight= bias= running_mean= "
                     "running_var= x= dy=");
  }
  Case c;
  c.dtype = required(parse_dtype(words[0]), words[0], "f16, bf16, f32 or f64");
  c.shape = required(parse_shape(words[1]), words[1], "a shape such as 4x3x2x2");
  require_possible(c.shape);
  c.layout = required(parse_layouts(words[2]), words[2], kLayoutForm);
  c.mode = read_mode(words[3]);
  c.eps = read_number(field(words[4], "eps"));
  c.momentum = read_number(field(words[5], "momentum"));
  c.weight = read_list(field(words[6], "weight"));
  c.bias = read_list(field(words[7], "bias"));
  c.running_mean = read_list(field(words[8], "running_mean"));
  c.running_var = read_list(field(words[9], "running_var"));
  c.x = read_recipes(field(words[10], "x"));
  c.dy = read_recipes(field(words[11], "dy"));
  require_consistent(c);
  require_fitting_lists(c);
  require_expandable(c);
  return c;
}

}  // namespace bncheck

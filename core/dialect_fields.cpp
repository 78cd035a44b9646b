#include "core/dialect_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace bncheck {
namespace {

template <class T>
struct Word {
  T value;
  std::string_view text;
};

using Eps = EpsRule::Kind;

constexpr Word<VarianceDivisor> kDivisors[] = {{VarianceDivisor::unbiased, "unbiased"},
                                               {VarianceDivisor::biased, "biased"}};
constexpr Word<MomentumWeighs> kMomenta[] = {{MomentumWeighs::new_value, "new"},
                                             {MomentumWeighs::old_value, "old"}};
constexpr Word<SavedStatistic> kSaved[] = {{SavedStatistic::invstd, "invstd"},
                                           {SavedStatistic::variance, "variance"},
                                           {SavedStatistic::none, "none"}};
constexpr Word<OneValue> kOneValue[] = {{OneValue::refused, "refused"},
                                        {OneValue::accepted, "accepted"},
                                        {OneValue::copied, "copied"},
                                        {OneValue::any, "any"}};
constexpr Word<ZeroVariance> kZeroVariance[] = {
    {ZeroVariance::any, "any"}, {ZeroVariance::bias, "bias"}, {ZeroVariance::nan, "nan"}};
constexpr Word<EmptyBatch> kEmptyBatch[] = {
    {EmptyBatch::any, "any"}, {EmptyBatch::unchanged, "unchanged"}, {EmptyBatch::nan, "nan"}};
constexpr Word<Affine> kAffine[] = {{Affine::each, "each"},
                                    {Affine::together, "together"},
                                    {Affine::required, "required"},
                                    {Affine::none, "none"}};
constexpr Word<Eps> kEps[] = {{Eps::any, "any"},
                              {Eps::not_negative, "not_negative"},
                              {Eps::positive, "positive"},
                              {Eps::positive_in_training, "positive_in_training"},
                              {Eps::refused_below, "refused_below"},
                              {Eps::raised_to, "raised_to"}};

template <class T, std::size_t kCount>
std::string text_of(const Word<T> (&words)[kCount], T value) {
  for (const Word<T>& word : words) {
    if (word.value == value) return std::string(word.text);
  }
  BN_ASSERT(false);
}

template <class T, std::size_t kCount>
bool read_word(const Word<T> (&words)[kCount], std::string_view text, T& value) {
  for (const Word<T>& word : words) {
    if (word.text == text) return value = word.value, true;
  }
  return false;
}

template <auto kMember, const auto& kWords>
DialectField field_of(std::string_view name, std::string_view clause, std::string_view about) {
  return {name,
          clause,
          about,
          [] {
            std::string all;
            for (const auto& word : kWords) all.append(all.empty() ? "" : "|").append(word.text);
            return all;
          },
          [](const Dialect& dialect) { return text_of(kWords, dialect.*kMember); },
          [](Dialect& dialect, std::string_view text) {
            return read_word(kWords, text, dialect.*kMember);
          }};
}

bool has_minimum(Eps kind) { return kind == Eps::refused_below || kind == Eps::raised_to; }

std::string eps_values() {
  std::string all;
  for (const auto& [kind, text] : kEps) {
    all.append(all.empty() ? "" : "|").append(text).append(has_minimum(kind) ? ":NUMBER" : "");
  }
  return all;
}

/// The minimum is printed as the shortest decimal that reads back as it.
std::string print_eps(const Dialect& dialect) {
  const std::string text = text_of(kEps, dialect.eps.kind);
  if (!has_minimum(dialect.eps.kind)) return text;
  char number[32];
  char* const end = std::to_chars(number, number + sizeof number, dialect.eps.minimum).ptr;
  return text + ":" + std::string(number, end);
}

bool read_eps(Dialect& dialect, std::string_view text) {
  const std::size_t colon = std::min(text.find(':'), text.size());
  EpsRule rule;
  if (!read_word(kEps, text.substr(0, colon), rule.kind)) return false;
  if (has_minimum(rule.kind) != (colon < text.size())) return false;
  if (has_minimum(rule.kind)) {
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + colon + 1, last, rule.minimum);
    const bool counts = rule.minimum > 0 && std::isfinite(rule.minimum);
    if (error != std::errc() || end != last || !counts) return false;
  }
  dialect.eps = rule;
  return true;
}

}  // namespace

std::span<const DialectField> dialect_fields() {
  static const std::array<DialectField, 8> kFields = {{
      field_of<&Dialect::running_var, kDivisors>(
          "running_var", "D1", "the variance that enters running_var is over m - 1, or over m"),
      field_of<&Dialect::momentum, kMomenta>(
          "momentum", "D2", "momentum, as it arrives, weighs the new batch, or the old value"),
      field_of<&Dialect::saved, kSaved>(
          "saved", "D3", "save_invstd is 1/sqrt(var + eps), or var; or nothing is saved"),
      field_of<&Dialect::one_value, kOneValue>(
          "one_value", "D4", "training on one value per channel is refused, gives y = bias, or x"),
      field_of<&Dialect::zero_variance, kZeroVariance>(
          "zero_variance", "D5", "where eps and the variance are 0, y is the bias, or NaN"),
      {"eps", "D6", "which eps it takes; it may refuse, or raise, the others", eps_values,
       print_eps, read_eps},
      field_of<&Dialect::empty_batch, kEmptyBatch>(
          "empty_batch", "D7",
          "training on an empty batch leaves running statistics, or makes NaN"),
      field_of<&Dialect::affine, kAffine>(
          "affine", "D8",
          "weight and bias: each may be absent, or both or none, or none, or both must be"),
  }};
  return kFields;
}

}  // namespace bncheck

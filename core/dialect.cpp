#include "core/dialect.h"

#include <array>

#include "core/error.h"

namespace bncheck {
namespace {

// PyTorch: torch/nn/modules/batchnorm.py. onnx15: operator BatchNormalization-15, "population
// variance". keras3: layers/normalization/batch_normalization.py. cs231n: the assignment's
// docstring, "uncorrected sample variance".
const std::array<Dialect, 4> kPresets = {{
    {"pytorch", VarianceDivisor::unbiased, MomentumWeighs::new_value, SavedStatistic::invstd,
     OneValue::refused, ZeroVariance::any},
    {"onnx15", VarianceDivisor::biased, MomentumWeighs::new_value, SavedStatistic::none,
     OneValue::accepted, ZeroVariance::any},
    {"keras3", VarianceDivisor::biased, MomentumWeighs::new_value, SavedStatistic::none,
     OneValue::accepted, ZeroVariance::any},
    {"cs231n", VarianceDivisor::biased, MomentumWeighs::new_value, SavedStatistic::none,
     OneValue::accepted, ZeroVariance::any},
}};

struct Choice {
  std::string_view field;
  std::string_view value;
  void (*apply)(Dialect&);
  bool (*holds)(const Dialect&);
};

template <auto Member, auto Value>
Choice choice(std::string_view field, std::string_view value) {
  return {field, value, [](Dialect& d) { d.*Member = Value; },
          [](const Dialect& d) { return d.*Member == Value; }};
}

const std::array<Choice, 12> kChoices = {{
    choice<&Dialect::running_var, VarianceDivisor::unbiased>("running_var", "unbiased"),
    choice<&Dialect::running_var, VarianceDivisor::biased>("running_var", "biased"),
    choice<&Dialect::momentum, MomentumWeighs::new_value>("momentum", "new"),
    choice<&Dialect::momentum, MomentumWeighs::old_value>("momentum", "old"),
    choice<&Dialect::saved, SavedStatistic::invstd>("saved", "invstd"),
    choice<&Dialect::saved, SavedStatistic::variance>("saved", "variance"),
    choice<&Dialect::saved, SavedStatistic::none>("saved", "none"),
    choice<&Dialect::one_value, OneValue::refused>("one_value", "refused"),
    choice<&Dialect::one_value, OneValue::accepted>("one_value", "accepted"),
    choice<&Dialect::zero_variance, ZeroVariance::any>("zero_variance", "any"),
    choice<&Dialect::zero_variance, ZeroVariance::bias>("zero_variance", "bias"),
    choice<&Dialect::zero_variance, ZeroVariance::nan>("zero_variance", "nan"),
}};

const Dialect* find_preset(std::string_view name) {
  for (const Dialect& preset : kPresets) {
    if (preset.name == name) return &preset;
  }
  return nullptr;
}

void override_field(Dialect& dialect, std::string_view assignment) {
  std::string known;
  for (const Choice& choice : kChoices) {
    const std::string text = std::string(choice.field) + "=" + std::string(choice.value);
    if (text == assignment) return choice.apply(dialect);
    known += (known.empty() ? "" : ", ") + text;
  }
  throw UsageError("unknown dialect override '" + std::string(assignment) + "'; known: " + known);
}

}  // namespace

std::span<const Dialect> dialects() { return kPresets; }

Dialect parse_dialect(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(';'));
  const Dialect* preset = find_preset(name);
  if (preset == nullptr) {
    std::string known;
    for (const Dialect& each : kPresets) known += (known.empty() ? "" : ", ") + each.name;
    throw UsageError("unknown dialect '" + std::string(name) + "'; known: " + known);
  }
  Dialect dialect = *preset;
  std::size_t at = name.size();
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(';', at + 1), text.size());
    override_field(dialect, text.substr(at + 1, end - at - 1));
    at = end;
  }
  return dialect;
}

std::string to_string(const Dialect& dialect) {
  const Dialect* preset = find_preset(dialect.name);
  BN_ASSERT(preset != nullptr);
  std::string text = dialect.name;
  for (const Choice& choice : kChoices) {
    if (!choice.holds(dialect) || choice.holds(*preset)) continue;
    text.append(";").append(choice.field).append("=").append(choice.value);
  }
  return text;
}

}  // namespace bncheck

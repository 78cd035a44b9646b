#include "core/dialect.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

#include "core/dialect_fields.h"
#include "core/dialect_presets.h"
#include "core/error.h"

namespace bncheck {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using testing::ThrowsMessage;
using Kind = EpsRule::Kind;

/// Returns the values that a field may have, with a number where one belongs.
std::vector<std::string> values_of(const DialectField& field) {
  std::vector<std::string> all;
  std::string rest = field.values() + "|";
  while (!rest.empty()) {
    std::string value = rest.substr(0, rest.find('|'));
    rest.erase(0, value.size() + 1);
    const std::size_t number = value.find("NUMBER");
    if (number != std::string::npos) value.replace(number, 6, "0.0025");
    all.push_back(std::move(value));
  }
  return all;
}

TEST(Dialect, ReadsAndPrintsEveryPreset) {
  for (const Preset& preset : presets()) {
    EXPECT_EQ(parse_dialect(preset.dialect.name), preset.dialect);
    EXPECT_EQ(to_string(preset.dialect), preset.dialect.name);
  }
}

TEST(Dialect, ReadsBackEveryValueOfEveryFieldOfEveryPreset) {
  for (const Preset& preset : presets()) {
    for (const DialectField& field : dialect_fields()) {
      for (const std::string& value : values_of(field)) {
        const std::string text = preset.dialect.name + ";" + std::string(field.name) + "=" + value;
        const Dialect dialect = parse_dialect(text);
        const bool same = field.print(preset.dialect) == value;
        EXPECT_EQ(field.print(dialect), value);
        EXPECT_EQ(dialect == preset.dialect, same) << text;
        EXPECT_EQ(to_string(dialect), same ? preset.dialect.name : text);
        EXPECT_EQ(parse_dialect(to_string(dialect)), dialect);
      }
    }
  }
}

TEST(Dialect, IsPyTorchsByDefault) { EXPECT_EQ(Dialect{}, parse_dialect("pytorch")); }

TEST(Dialect, OverridesFieldByField) {
  const Dialect dialect = parse_dialect("pytorch;momentum=old;running_var=biased");
  EXPECT_EQ(dialect.running_var, VarianceDivisor::biased);
  EXPECT_EQ(dialect.momentum, MomentumWeighs::old_value);
  EXPECT_EQ(dialect.saved, SavedStatistic::invstd);
  EXPECT_EQ(to_string(dialect), "pytorch;running_var=biased;momentum=old");
}

TEST(Dialect, PrintsOnlyWhatDiffersFromThePreset) {
  EXPECT_EQ(to_string(parse_dialect("onnx15;one_value=accepted;saved=variance")),
            "onnx15;saved=variance");
}

TEST(Dialect, ListsWhatIsKnown) {
  EXPECT_THAT([] { parse_dialect("tourch"); },
              ThrowsMessage<UsageError>(HasSubstr("'tourch'; known: pytorch, onnx7")));
  EXPECT_THAT([] { parse_dialect("pytorch;divisor=m"); },
              ThrowsMessage<UsageError>(HasSubstr("'divisor=m'; known: running_var=unbiased|")));
  EXPECT_THAT([] { parse_dialect("pytorch;momentum"); },
              ThrowsMessage<UsageError>(HasSubstr("'momentum'; known: running_var=unbiased|")));
  EXPECT_THAT([] { parse_dialect("pytorch;momentum=none"); },
              ThrowsMessage<UsageError>("a dialect's momentum cannot be 'none'; known: new|old"));
  EXPECT_THROW(parse_dialect("pytorch;"), UsageError);
  EXPECT_THROW(parse_dialect(""), UsageError);
}

TEST(Dialect, RefusesAMinimumThatIsNone) {
  for (const char* value : {"raised_to", "raised_to:", "raised_to:0", "raised_to:-1", "positive:1",
                            "raised_to:nan", "raised_to:inf", "raised_to:1e-5x", "positive:"}) {
    EXPECT_THAT([&] { parse_dialect(std::string("mlx;eps=") + value); },
                ThrowsMessage<UsageError>(HasSubstr("eps cannot be '" + std::string(value))));
  }
}

TEST(EpsRule, RaisesWhatIsTooSmallAndNothingElse) {
  const EpsRule raised = {Kind::raised_to, 0.25};
  EXPECT_EQ(raised.taken(0), 0.25);
  EXPECT_EQ(raised.taken(0.5), 0.5);
  EXPECT_FALSE(raised.may_refuse(0, Mode::training));
  EXPECT_EQ((EpsRule{Kind::refused_below, 0.25}).taken(0), 0);
}

TEST(EpsRule, SaysWhichEpsMayBeRefused) {
  struct {
    Kind kind;
    bool zero_in_training, zero_in_evaluation, small;
  } const rules[] = {
      {Kind::any, true, true, false},          {Kind::not_negative, false, false, false},
      {Kind::positive, true, true, false},     {Kind::positive_in_training, true, false, false},
      {Kind::refused_below, true, true, true}, {Kind::raised_to, false, false, false},
  };
  for (const auto& [kind, zero_in_training, zero_in_evaluation, small] : rules) {
    const EpsRule rule = {kind, 0.25};
    EXPECT_EQ(rule.may_refuse(0, Mode::training), zero_in_training);
    EXPECT_EQ(rule.may_refuse(0, Mode::evaluation), zero_in_evaluation);
    EXPECT_EQ(rule.may_refuse(0.125, Mode::training), small);
    EXPECT_FALSE(rule.may_refuse(0.25, Mode::training));
  }
}

TEST(Presets, HaveNamesAndSourcesOfTheirOwn) {
  std::set<std::string> names;
  for (const Preset& preset : presets()) {
    EXPECT_TRUE(names.insert(preset.dialect.name).second) << preset.dialect.name;
    EXPECT_THAT(preset.framework.source, HasSubstr(":")) << preset.dialect.name;
    EXPECT_THAT(preset.framework.note,
                testing::AnyOf(StartsWith("Run"), StartsWith("Read"), StartsWith("Reported")))
        << preset.dialect.name << " does not say how far it was checked";
  }
}

/// docs/decisions/0002: the frameworks' own momentum stands beside the dialect.
TEST(Presets, WeighTheNewValueAsThePluginDoorDoes) {
  for (const Preset& preset : presets()) {
    EXPECT_EQ(preset.dialect.momentum, MomentumWeighs::new_value) << preset.dialect.name;
  }
}

}  // namespace
}  // namespace bncheck

// Any case, judged by an eighth of the laws, any of them, against honest implementations in this
// process: the correctly rounded one, the one of double arithmetic, and the template that others
// copy. No law may accuse them.
#include "bncheck/host/host.h"
#include "bncheck/runner/judge_case.h"
#include "impl/bn_plugin.h"
#include "tests/fuzz/drawn_case.h"
#include "tests/fuzz/fuzz.h"

extern "C" {
const bn_plugin* cpu_entry(std::uint32_t version);
const bn_plugin* fast_entry(std::uint32_t version);
const bn_plugin* template_entry(std::uint32_t version);
}

namespace bncheck::fuzz {
namespace {

constexpr unsigned kParts = 8;

struct Honest {
  std::unique_ptr<host::Plugin> plugin;
  Dialect dialect;
};

Honest adopted(const bn_plugin* plugin) {
  Honest honest{host::adopt_plugin(*plugin), {}};
  honest.dialect = parse_dialect(honest.plugin->dialect());
  return honest;
}

/// Returns every eighth law from the number given on, so that an input takes milliseconds.
std::vector<const properties::Property*> some_laws(unsigned first) {
  std::vector<const properties::Property*> laws;
  const auto all = properties::catalogue();
  for (std::size_t i = first; i < all.size(); i += kParts) laws.push_back(&all[i]);
  return laws;
}

}  // namespace

void fuzz_one(std::string_view input) {
  static const Honest kHonest[] = {adopted(cpu_entry(BN_PLUGIN_ABI_VERSION)),
                                   adopted(fast_entry(BN_PLUGIN_ABI_VERSION)),
                                   adopted(template_entry(BN_PLUGIN_ABI_VERSION))};
  Choices choices(input);
  const Honest& honest = kHonest[choices.below(3)];
  const auto laws = some_laws(choices.below(kParts));
  const Case c = case_of(choices);
  const auto judgements = runner::judge_case(c, laws, *honest.plugin, honest.dialect);
  for (std::size_t i = 0; i < laws.size(); ++i) {
    require(judgements[i].verdict < Verdict::fail,
            std::string(laws[i]->id) + " accuses " + honest.plugin->name() + ": " +
                judgements[i].reason + " on " + to_string(c));
  }
}

}  // namespace bncheck::fuzz

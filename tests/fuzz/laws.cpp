// Any case, judged by all laws against honest implementations in this process: the correctly
// rounded one, the one of double arithmetic, and the template that others copy. No law may accuse
// them.
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

struct Honest {
  std::unique_ptr<host::Plugin> plugin;
  Dialect dialect;
};

Honest adopted(const bn_plugin* plugin) {
  Honest honest{host::adopt_plugin(*plugin), {}};
  honest.dialect = parse_dialect(honest.plugin->dialect());
  return honest;
}

std::vector<const properties::Property*> all_laws() {
  std::vector<const properties::Property*> laws;
  for (const properties::Property& law : properties::catalogue()) laws.push_back(&law);
  return laws;
}

}  // namespace

void fuzz_one(std::string_view input) {
  static const Honest kHonest[] = {adopted(cpu_entry(BN_PLUGIN_ABI_VERSION)),
                                   adopted(fast_entry(BN_PLUGIN_ABI_VERSION)),
                                   adopted(template_entry(BN_PLUGIN_ABI_VERSION))};
  static const auto laws = all_laws();
  Choices choices(input);
  const Honest& honest = kHonest[choices.below(3)];
  const Case c = case_of(choices);
  const auto judgements = runner::judge_case(c, laws, *honest.plugin, honest.dialect);
  for (std::size_t i = 0; i < laws.size(); ++i) {
    require(judgements[i].verdict < Verdict::fail,
            std::string(laws[i]->id) + " accuses " + honest.plugin->name() + ": " +
                judgements[i].reason + " on " + to_string(c));
  }
}

}  // namespace bncheck::fuzz

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <optional>
#include <sstream>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/help.h"
#include "bncheck/commands/implementations.h"
#include "bncheck/commands/numbers.h"
#include "bncheck/commands/oracle_option.h"
#include "bncheck/mutants/catalogue.h"
#include "bncheck/mutants/diagnose.h"
#include "bncheck/mutants/html.h"
#include "bncheck/mutants/kill.h"
#include "bncheck/mutants/markdown.h"
#include "bncheck/mutants/verdict.h"
#include "bncheck/runner/parallel.h"
#include "core/error.h"
#include "core/input_file.h"

namespace bncheck::commands {
namespace {

using mutants::KillMatrix;
using mutants::KillRow;
using mutants::Mutant;

constexpr const char* kFooter =
    "A mutant is killed if a law fails on one of its cases. The command fails if a mutant\n"
    "survives, if a law that its header names does not kill it, or if one that is proven\n"
    "equivalent is killed. docs/mutants.md tells how to write one.\n"
    "\n"
    "exit status: 0 as the headers say, or, with --diagnose, at least 80 % are recognized; 1 not\n"
    "so; 2 usage error";

struct Arguments {
  std::string oracle;
  std::string mutant;
  std::string cases = std::to_string(mutants::kUsualCases);
  std::string seed = "1";
  std::string jobs = "2";
  std::string matrix;
  std::string markdown;
  std::string html;
  std::string check;
  bool named = false;
  bool diagnose = false;
  bool variants = false;
};

/// What the arguments ask for, read before anything is done.
struct Campaign {
  mutants::KillOptions options;
  unsigned jobs = 1;
  bool named = false;
};

Campaign read_campaign(const Arguments& arguments) {
  Campaign campaign;
  const std::uint64_t most = arguments.diagnose ? 100000 : campaign.options.most_cases;
  campaign.options.seed = read_seed(arguments.seed);
  campaign.options.cases = read_count("--cases", arguments.cases, 1, most);
  campaign.jobs = static_cast<unsigned>(read_count("--jobs", arguments.jobs, 1, 256));
  campaign.named = arguments.named;
  return campaign;
}

KillRow put_to_laws(const Mutant& mutant, const Campaign& campaign) {
  mutants::KillOptions options = campaign.options;
  if (campaign.named && !mutant.is_equivalent()) options.cases = 0;
  return mutants::kill(mutant, opener(mutants::library_of(mutant).string(), {}), options);
}

void show_progress(std::size_t done, std::size_t of) {
  if (isatty(STDERR_FILENO) == 0) return;
  fmt::print(stderr, "\r{} of {} mutants", done, of);
  if (done == of) fmt::print(stderr, "\r\x1b[K");
}

KillMatrix matrix_of(const std::vector<Mutant>& chosen, const Campaign& campaign) {
  KillMatrix matrix;
  for (const properties::Property& law : properties::catalogue()) {
    matrix.laws.emplace_back(law.id);
  }
  matrix.rows.resize(chosen.size());
  std::atomic<std::size_t> done = 0;
  runner::share_out(chosen.size(), campaign.jobs, [&](unsigned thread, std::uint64_t i) {
    matrix.rows[i] = put_to_laws(chosen[i], campaign);
    ++done;
    if (thread == 0) show_progress(done, chosen.size());
  });
  show_progress(chosen.size(), chosen.size());
  return matrix;
}

void print_mutants(const KillMatrix& matrix, const std::vector<Mutant>& chosen) {
  fmt::print("{:<34} {:>6} {:>6}  {}\n", "mutant", "killed", "first", "what it gets wrong");
  fmt::print("{:<34} {:>6} {:>6}\n", "", "by", "case");
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const KillRow& row = matrix.rows[i];
    const std::string killers = row.survived() ? "-" : std::to_string(row.killers());
    fmt::print("{:<34} {:>6} {:>6}  {}\n", row.mutant, killers, mutants::first_kill(row),
               chosen[i].defect);
  }
}

void print_laws(const KillMatrix& matrix) {
  fmt::print("\n{:<38} {:>6} {:>6}\n", "law", "kills", "alone");
  std::vector<std::string> idle;
  for (std::size_t law = 0; law < matrix.laws.size(); ++law) {
    if (matrix.kills(law) == 0) {
      idle.push_back(matrix.laws[law]);
      continue;
    }
    fmt::print("{:<38} {:>6} {:>6}\n", matrix.laws[law], matrix.kills(law),
               mutants::kills_alone(matrix, law));
  }
  std::vector<std::string> cover;
  for (const std::size_t law : mutants::smallest_cover(matrix)) cover.push_back(matrix.laws[law]);
  fmt::print("\nthe smallest set of laws that kills all: {} laws: {}\n", cover.size(),
             fmt::join(cover, ", "));
  fmt::print("laws that kill nothing: {}\n",
             idle.empty() ? "none" : fmt::format("{}", fmt::join(idle, ", ")));
}

std::string contents(const std::string& path) {
  return require_input("cannot read", path, kMostOfText);
}

void keep(const std::vector<Mutant>& chosen, KillMatrix& matrix) {
  std::erase_if(matrix.rows, [&](const KillRow& row) {
    return std::none_of(chosen.begin(), chosen.end(),
                        [&](const Mutant& mutant) { return mutant.name == row.mutant; });
  });
}

/// Returns what must come out, of the mutants chosen; nothing if all may.
std::optional<KillMatrix> read_expected(const Arguments& arguments,
                                        const std::vector<Mutant>& chosen) {
  if (arguments.check.empty()) return std::nullopt;
  KillMatrix expected = mutants::parse_csv(contents(arguments.check), arguments.check);
  if (!arguments.mutant.empty()) keep(chosen, expected);
  return expected;
}

/// A campaign of minutes must not end in a file that cannot be written.
void check_writable(const std::string& path) {
  if (!path.empty() && !std::ofstream(path, std::ios::app)) {
    throw UsageError("cannot write " + path);
  }
}

void write(const std::string& path, const std::string& text) {
  if (path.empty()) return;
  std::ofstream file(path);
  if (!(file << text) || !file.flush()) throw UsageError("cannot write " + path);
}

/// Returns what is not as the headers say, or not as the matrix given.
std::vector<std::string> complaints_on(const KillMatrix& matrix, const std::vector<Mutant>& chosen,
                                       const std::optional<KillMatrix>& expected) {
  std::vector<std::string> complaints = mutants::complaints(chosen, matrix);
  if (!expected) return complaints;
  for (const std::string& line : mutants::differences(*expected, matrix)) {
    complaints.push_back("not as in the matrix given: " + line);
  }
  return complaints;
}

std::vector<std::filesystem::path> libraries_of(const std::vector<Mutant>& chosen, bool variants,
                                                std::vector<Mutant>& kept) {
  std::vector<std::filesystem::path> libraries;
  for (const Mutant& mutant : chosen) {
    const auto library = variants ? mutants::variant_of(mutant) : mutants::library_of(mutant);
    if (!library) continue;
    kept.push_back(mutant);
    libraries.push_back(*library);
  }
  return libraries;
}

int diagnose(const std::vector<Mutant>& chosen, const Arguments& arguments,
             const Campaign& campaign) {
  std::vector<Mutant> kept;
  const auto libraries = libraries_of(chosen, arguments.variants, kept);
  std::vector<mutants::Diagnosed> diagnosed(kept.size());
  std::atomic<std::size_t> done = 0;
  runner::share_out(kept.size(), campaign.jobs, [&](unsigned thread, std::uint64_t i) {
    // The program knows a variant's mutant, and not the variant.
    const std::string unknown = arguments.variants ? "" : std::string(kept[i].name);
    diagnosed[i] = mutants::diagnose(kept[i], opener(libraries[i].string(), {}),
                                     campaign.options.cases, unknown);
    ++done;
    if (thread == 0) show_progress(done, kept.size());
  });
  show_progress(kept.size(), kept.size());
  fmt::print("{}", mutants::tell(diagnosed));
  return mutants::are_recognized(diagnosed) ? 0 : 1;
}

int run(const Arguments& arguments) {
  ask_oracle(arguments.oracle);
  const Campaign campaign = read_campaign(arguments);
  const std::vector<Mutant> chosen = mutants::select(arguments.mutant);
  if (arguments.diagnose) return diagnose(chosen, arguments, campaign);
  const std::optional<KillMatrix> expected = read_expected(arguments, chosen);
  check_writable(arguments.matrix);
  check_writable(arguments.markdown);
  check_writable(arguments.html);
  fmt::print("seed {}: {} mutant{} against {}\n\n", campaign.options.seed, chosen.size(),
             chosen.size() == 1 ? "" : "s",
             arguments.named ? "the laws that their headers name"
                             : fmt::format("{} laws on {} cases", properties::catalogue().size(),
                                           arguments.cases));
  std::fflush(stdout);
  const KillMatrix matrix = matrix_of(chosen, campaign);
  print_mutants(matrix, chosen);
  if (!arguments.named && arguments.mutant.empty()) print_laws(matrix);
  write(arguments.matrix, mutants::to_csv(matrix));
  write(arguments.markdown, mutants::to_markdown(chosen, matrix));
  if (!arguments.html.empty()) write(arguments.html, mutants::to_html(matrix));
  const std::vector<std::string> complaints = complaints_on(matrix, chosen, expected);
  for (const std::string& line : complaints) fmt::print("\n{}", line);
  if (!complaints.empty()) fmt::print("\n");
  fmt::print("\n{}\n", mutants::summary(chosen, matrix));
  return complaints.empty() ? 0 : 1;
}

}  // namespace

void add_mutants(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.add_subcommand(
      "mutants", "Put implementations that are broken on purpose to the laws: who kills whom");
  command->add_option("MUTANT", arguments->mutant, "only those whose name matches this");
  command->add_option("--cases", arguments->cases, "how many each is put to by all laws")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "a number, or random")->capture_default_str();
  command->add_option("--jobs", arguments->jobs, "how many mutants at once")->capture_default_str();
  add_oracle_option(*command, arguments->oracle);
  CLI::Option* matrix = command->add_option("--matrix", arguments->matrix,
                                            "write who kills whom to this file, as CSV");
  CLI::Option* markdown =
      command->add_option("--markdown", arguments->markdown, "write it as a page for people");
  CLI::Option* html =
      command->add_option("--html", arguments->html, "write it as a page to search in");
  CLI::Option* check =
      command->add_option("--check", arguments->check, "fail if this matrix is not what comes out");
  command
      ->add_flag("--named", arguments->named,
                 "try only the laws that a mutant's header names, until all have killed it")
      ->excludes(matrix)
      ->excludes(markdown)
      ->excludes(html)
      ->excludes(check);
  CLI::Option* diagnose = command->add_flag(
      "--diagnose", arguments->diagnose,
      "say of each what it looks like, as if the program did not know it, and how often that is "
      "right");
  command
      ->add_flag("--variants", arguments->variants,
                 "diagnose the same defects with other numbers in them")
      ->needs(diagnose);
  command->footer(kFooter);
  command->callback([arguments, &exit_code] { exit_code = run(*arguments); });
  add_examples(*command, "  bncheck mutants one_pass --cases 100");
}

}  // namespace bncheck::commands

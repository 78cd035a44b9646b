#include <fmt/format.h>

#include <algorithm>

#include "bncheck/bench/copy_limit.h"
#include "bncheck/bench/plugin_competitor.h"
#include "bncheck/bench/python_competitor.h"
#include "bncheck/bench/records.h"
#include "bncheck/bench/table.h"
#include "bncheck/commands/bench_options.h"
#include "bncheck/commands/commands.h"
#include "bncheck/host/python_worker.h"
#include "bncheck/report/report_file.h"
#include "core/printable.h"

namespace bncheck::commands {
namespace {

constexpr const char* kFooter =
    "example:\n"
    "  bncheck bench cpu eigen onednn py:impl/adapters/torch.py --python .venv/bin/python \\\n"
    "      --shapes lenet,32x64x56x56 --operation training,backward --threads 1,2\n"
    "Shared libraries are loaded into this process, and nothing guards it: a crash ends the run.\n"
    "verify an implementation first. exit status: 0 timed; 1 a call failed; 2 usage error, or\n"
    "nothing was timed; 3 not loaded. docs/benchmarks.md tells what is measured, and how.";

constexpr const char* kLegend =
    "Medians of calls in turns, outputs preallocated. T: threads. GB/s: x and y once, backward x, "
    "dy\n"
    "and dx. of copy: 100 % is as fast as a copy of x moves as many bytes. x peers: the time of "
    "the\n"
    "fastest other implementation by its own, above 1 is faster. worst ulp: the largest error of y "
    "or\n"
    "dx in ulps of its channel's largest value, 0.5 if correctly rounded; in some channels if "
    "large.\n";

/// The files that results go to, as they come.
class Files {
 public:
  Files(const std::vector<BenchReport>& reports, const std::vector<bench::Entrant>& entrants) {
    for (const BenchReport& each : reports) {
      files_.emplace_back(each.kind, report::ReportFile(each.file));
      const bool is_table = each.kind == BenchReport::Kind::markdown;
      files_.back().second.append(is_table ? bench::markdown_header()
                                           : bench::start_record(entrants));
    }
  }

  void add(const std::vector<bench::Measurement>& found, const bench::Workload& workload) {
    for (auto& [kind, file] : files_) {
      file.append(kind == BenchReport::Kind::markdown ? bench::markdown_rows(found, workload)
                                                      : bench::records(found, workload));
    }
  }

 private:
  std::vector<std::pair<BenchReport::Kind, report::ReportFile>> files_;
};

/// Returns what tables call it: its name, or what the user wrote where the name is taken.
std::string label_of(const std::string& name, const std::string& written,
                     const std::vector<bench::Entrant>& others) {
  const auto is_taken = [&others](const std::string& label) {
    return std::any_of(others.begin(), others.end(),
                       [&label](const bench::Entrant& each) { return each.label == label; });
  };
  std::string label = is_taken(name) ? written : name;
  for (int number = 2; is_taken(label); ++number) label = fmt::format("{} {}", written, number);
  return label;
}

std::vector<bench::Entrant> open_entrants(const BenchArguments& arguments, unsigned threads) {
  std::vector<bench::Entrant> entrants;
  for (const std::string& written : arguments.implementations) {
    const std::filesystem::path file = find_implementation(written);
    bench::Entrant entrant;
    entrant.competitor =
        host::is_python(file.string())
            ? bench::start_competitor(file.string(), arguments.open.python, threads)
            : bench::load_competitor(file);
    entrant.label = label_of(entrant.competitor->name(), written, entrants);
    const std::string taking_part =
        fmt::format("{}: {} {}, {}", entrant.label, entrant.competitor->name(),
                    entrant.competitor->version(), written);
    fmt::print("{}\n", printable(taking_part));
    entrants.push_back(std::move(entrant));
  }
  entrants.push_back({"copy limit", std::make_unique<bench::CopyLimit>(), true});
  return entrants;
}

/// Without spatial axes both memory orders are the same one.
std::vector<Layout> layouts_of(const Shape& shape, const std::vector<Layout>& asked_for) {
  if (shape.spatial.empty()) return {asked_for.front()};
  return asked_for;
}

/// What all measurements together came to, and what was said of them.
struct Outcome {
  bool any_timed = false;
  bool any_failed = false;
  std::set<std::string> said;
};

void time_all(const BenchPlan& plan, std::vector<bench::Entrant>& entrants, unsigned threads,
              Files& files, Outcome& outcome) {
  for (const Shape& shape : plan.shapes) {
    for (const Layout layout : layouts_of(shape, plan.layouts)) {
      bench::Stage stage(shape, plan.dtype, layout);
      for (const bench::Operation operation : plan.operations) {
        const bench::Workload workload = {shape, plan.dtype, layout, operation, threads};
        const auto found = bench::race(entrants, workload, stage, plan.rounds);
        fmt::print("{}", printable(bench::table_rows(found, workload, outcome.said)));
        std::fflush(stdout);
        files.add(found, workload);
        for (const bench::Measurement& each : found) {
          outcome.any_timed |= each.is_timed() && !each.is_limit;
          outcome.any_failed |= each.status == bench::Measurement::Status::failed;
        }
      }
    }
  }
}

int run_bench(const BenchArguments& arguments) {
  const BenchPlan plan = read_plan(arguments);
  fmt::print("{}, on {}\n", to_string(plan.dtype), bench::machine());
  std::vector<bench::Entrant> entrants = open_entrants(arguments, plan.threads.front());
  Files files(plan.reports, entrants);
  fmt::print("{}\n{}", kLegend, bench::table_header());
  Outcome outcome;
  for (const unsigned threads : plan.threads) time_all(plan, entrants, threads, files, outcome);
  if (outcome.any_failed) return 1;
  if (outcome.any_timed) return 0;
  fmt::print(stderr, "bncheck: nothing was timed: every implementation refuses every workload\n");
  return 2;
}

}  // namespace

void add_bench(CLI::App& program, int& exit_code) {
  auto arguments = std::make_shared<BenchArguments>();
  CLI::App* command = program.add_subcommand(
      "bench", "Time implementations side by side, and against the speed of a copy");
  add_bench_options(*command, *arguments);
  command->footer(kFooter);
  command->callback([arguments, &exit_code] { exit_code = run_bench(*arguments); });
}

}  // namespace bncheck::commands

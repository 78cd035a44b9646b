// Times batch norms on an NVIDIA GPU, side by side and against the speed of a copy:
//   build/bin/gpu_bench --plugin build/plugins/cuda.so --plugin build/plugins/cuda-rounded.so
//     --jsonl cuda.jsonl --markdown cuda.md
// docs/cuda.md tells what is measured, and how.
#include <fmt/format.h>

#include <chrono>
#include <set>

#include "bench/gpu/contest.h"
#include "bench/gpu/copies.h"
#include "bench/gpu/options.h"
#include "bench/gpu/plugin.h"
#include "bench/gpu/records.h"
#include "bench/gpu/tables.h"
#include "bncheck/host/host.h"
#include "bncheck/report/report_file.h"
#include "core/error.h"

namespace bncheck::gpu_bench {
namespace {

std::string command_line(int argc, const char* const* argv) {
  std::string text = argv[0];
  for (int i = 1; i < argc; ++i) text += std::string(" ") + argv[i];
  return text;
}

void write_page(const std::string& file, const Log& log) {
  if (!file.empty()) report::ReportFile(file).append(page_of(log));
}

int merge_files(const Options& options) {
  std::vector<Log> logs;
  for (const std::string& file : options.merged) logs.push_back(read_log(file));
  write_page(options.markdown, merge(logs));
  return 0;
}

std::vector<bn_plugin> load_all(const Options& options, Session& session) {
  std::vector<bn_plugin> plugins;
  std::set<std::string> names;
  for (const std::string& path : options.plugins) {
    plugins.push_back(load_plugin(path));
    const std::string name = plugins.back().name;
    const char* version = plugins.back().version;
    session.implementations.push_back(name + " " + (version == nullptr ? "" : version));
    if (!names.insert(name).second) {
      throw UsageError("two plug-ins are called " + name + ": time them in runs of their own");
    }
  }
  return plugins;
}

/// Divides what is left of the time by the tasks that are left, so that none waits for others.
class Budget {
 public:
  explicit Budget(double seconds) : left_(seconds) {}
  double share(std::size_t tasks) const { return left_ / static_cast<double>(tasks); }
  void spend(double seconds) { left_ = std::max(0.0, left_ - seconds); }

 private:
  double left_;
};

/// Times all tasks; returns 0, 1 if a call failed, 2 if nothing was timed.
int time_all(const Options& options, const std::vector<bn_plugin>& plugins, Log& log) {
  const Stream stream;
  report::ReportFile records(options.jsonl);
  records.append(record_of(log.session));
  log.copies = time_copies(log.session, stream);
  records.append(record_of(log.copies));
  fmt::print("{}\ncopy: {:.0f} GB/s\n", log.session.device, copy_ceiling(log)->gigabytes_a_second);
  Budget budget(options.seconds);
  bool any_timed = false, any_failed = false;
  for (std::size_t i = 0; i < options.tasks.size(); ++i) {
    const double share = budget.share(options.tasks.size() - i);
    const auto start = std::chrono::steady_clock::now();
    Log one{log.session, log.copies, {}};
    one.rows = contest(plugins, options.tasks[i], share, log.session.cache_bytes, stream);
    budget.spend(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    rate(one);
    for (const Row& row : one.rows) {
      records.append(record_of(row));
      fmt::print("{}", line_of(row));
      any_timed |= row.measurement.is_timed();
      any_failed |= row.measurement.status == bench::Measurement::Status::failed;
    }
    std::fflush(stdout);
    log.rows.insert(log.rows.end(), one.rows.begin(), one.rows.end());
  }
  fmt::print("{}", sums_of(log));
  return any_failed ? 1 : any_timed ? 0 : 2;
}

int run(int argc, const char* const* argv) {
  const Options options = read_options(argc, argv);
  if (!options.merged.empty()) return merge_files(options);
  if (const std::string reason = why_no_device(); !reason.empty()) {
    throw UsageError("there is no CUDA device to time on: " + reason);
  }
  Log log;
  log.session = describe_device();
  log.session.tool = "gpu_bench " BNCHECK_VERSION;
  log.session.command = command_line(argc, argv);
  const std::vector<bn_plugin> plugins = load_all(options, log.session);
  const int status = time_all(options, plugins, log);
  write_page(options.markdown, log);
  return status;
}

int guarded_run(int argc, const char* const* argv) {
  try {
    return run(argc, argv);
  } catch (const Help& help) {
    fmt::print("{}", help.text);
    return 0;
  } catch (const UsageError& error) {
    fmt::print(stderr, "gpu_bench: {}\n", error.what());
    return 2;
  } catch (const host::LoadError& error) {
    fmt::print(stderr, "gpu_bench: {}\n", error.what());
    return 3;
  } catch (const std::exception& error) {
    fmt::print(stderr, "gpu_bench: {}\n", error.what());
    return 1;
  }
}

}  // namespace
}  // namespace bncheck::gpu_bench

int main(int argc, char** argv) { return bncheck::gpu_bench::guarded_run(argc, argv); }

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <system_error>

#include "bncheck/commands/commands.h"
#include "bncheck/commands/help.h"
#include "bncheck/host/host.h"
#include "bncheck/host/own_files.h"
#include "core/error.h"
#include "core/printable.h"

namespace {

constexpr int kUsageError = 2;
constexpr int kNothingJudged = 2;
constexpr int kNotLoaded = 3;

/// The sentence may name a file that somebody else named, or say what is in it.
int fail(int exit_code, const char* sentence) {
  std::fprintf(stderr, "bncheck: %s\n", bncheck::printable(sentence).c_str());
  return exit_code;
}

/// A standard descriptor that is closed would be given to the first file that is opened, a report
/// say, and what is printed would go there. Read-only, so that printing fails as it should.
void keep_standard_descriptors() {
  int opened = 0;
  while (opened >= 0 && opened <= STDERR_FILENO) opened = open("/dev/null", O_RDONLY);
  if (opened > STDERR_FILENO) close(opened);
}

int run(int argc, char** argv) {
  CLI::App program("Decides whether an implementation of batch normalization is right.", "bncheck");
  program.set_version_flag("--version", "bncheck " BNCHECK_VERSION);
  program.require_subcommand(1);
  program.formatter(bncheck::commands::help_layout());
  program.footer(
      "exit status: 0 every judged law held; 1 a law failed (a crash or hang included);\n"
      "2 usage error, nothing was judged (there is no device for it, say), or cases are missing;\n"
      "3 the implementation could not be loaded; 129, 130 or 143 interrupted by a signal");
  int exit_code = 0;
  bncheck::commands::add_verify(program, exit_code);
  bncheck::commands::add_replay(program, exit_code);
  bncheck::commands::add_golden(program, exit_code);
  bncheck::commands::add_grade(program, exit_code);
  bncheck::commands::add_mutants(program, exit_code);
  bncheck::commands::add_bench(program, exit_code);
  bncheck::commands::add_report(program, exit_code);
  bncheck::commands::add_merge(program, exit_code);
  bncheck::commands::add_list(program);
  bncheck::commands::add_explain(program);
  bncheck::commands::add_new(program);
  bncheck::commands::add_completion(program);
  const std::string documents = bncheck::host::own_documents();
  if (!documents.empty()) {
    program.footer("docs/, which messages name, is in " + documents + "\n" + program.get_footer());
  }
  bncheck::commands::add_examples(
      program,
      "  bncheck new my_batch_norm.c\n"
      "  bncheck verify ./my_batch_norm.so\n"
      "  bncheck verify py:my_module:batch_norm --dtype f32 --cases 5000\n"
      "  bncheck explain gradient_sum");
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return program.exit(error);  // --help and --version
    throw bncheck::UsageError(bncheck::commands::explain(program, error) +
                              "; --help lists what there is");
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    throw bncheck::UsageError(fmt::format("cannot write the output: {}", std::strerror(errno)));
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], bncheck::host::kWorkerFlag) == 0) {
    return bncheck::host::run_worker(argc, argv);
  }
  keep_standard_descriptors();
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its limit is then an error like any other
  try {
    return run(argc, argv);
  } catch (const bncheck::host::NoDevice& missing) {
    return fail(kNothingJudged, missing.what());
  } catch (const bncheck::host::LoadError& error) {
    return fail(kNotLoaded, error.what());
  } catch (const bncheck::UsageError& error) {
    return fail(kUsageError, error.what());
  } catch (const std::system_error& error) {  // fmt throws it where the output takes no more
    return fail(kUsageError, error.what());
  } catch (const std::bad_alloc&) {
    return fail(kUsageError, "there is not enough memory");
  } catch (const std::exception& error) {
    return fail(kUsageError, fmt::format("internal error: {}", error.what()).c_str());
  }
}

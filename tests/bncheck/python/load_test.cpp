#include <gmock/gmock.h>

#include <cstdlib>

#include "tests/bncheck/python/modules.h"

namespace bncheck::host {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

std::string refusal_of(const std::string& attribute) {
  return refusal("py:" + module("misbehaving") + ":" + attribute);
}

TEST(PythonLoad, IntroducesTheModule) {
  const auto plugin = load_plugin(module("copying"));
  EXPECT_EQ(plugin->name(), "copying");
  EXPECT_EQ(plugin->version(), "7");
  EXPECT_EQ(plugin->dialect(), "cs231n;saved=invstd");
  EXPECT_TRUE(plugin->has_backward());
  EXPECT_EQ(plugin->load_note(), "");
}

TEST(PythonLoad, NamesAModuleAfterItsFile) {
  const auto plugin = load_plugin(module("ten_lines"));
  EXPECT_EQ(plugin->name(), "ten_lines");
  EXPECT_EQ(plugin->version(), "");
  EXPECT_FALSE(plugin->has_backward());
}

TEST(PythonLoad, FindsOutWhetherStatisticsAreSaved) {
  EXPECT_EQ(misbehaving("undeclared")->dialect(), "pytorch;saved=none");
  EXPECT_EQ(misbehaving("undeclared_saving")->dialect(), "pytorch");
  EXPECT_EQ(misbehaving("undeclared_without_none")->dialect(), "pytorch;saved=none");
  EXPECT_EQ(load_plugin(module("ten_lines"))->dialect(), "pytorch;saved=none");
}

TEST(PythonLoad, ImportsAModuleByName) {
  const auto folder =
      written_module("by_name_of_test.py", "from math import hypot as batch_norm\n");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.parent_path());
  EXPECT_EQ(load_plugin("py:by_name_of_test")->name(), "by_name_of_test");
  std::filesystem::current_path(before);
}

TEST(PythonLoad, LetsAFileImportItsNeighbourAndWhatItIsNamedAfter) {
  written_module("neighbour.py", "from math import hypot\n");
  const auto file = written_module("statistics.py",
                                   "import statistics\nfrom neighbour import hypot as batch_norm\n"
                                   "statistics.median\n");
  EXPECT_EQ(refusal(file), "loaded");
}

TEST(PythonLoad, NamesTheMissingLibraryThatAFileIsNamedAfter) {
  const std::string missing = "ModuleNotFoundError: No module named 'no_such_library' ";
  const auto file = written_module("no_such_library.py", "\nimport no_such_library\n");
  EXPECT_THAT(refusal(file),
              MatchesRegex("no_such_library.py cannot be loaded: it raised " + missing +
                           "\\(no_such_library.py, line 2\\): install it for .*"));
}

TEST(PythonLoad, HidesTheFolderFromLibraries) {
  // Libraries try what else is installed, and must not find an adapter of that name.
  const auto library = written_module("library_of_test.py", "import no_other_library\n");
  written_module("adapters/no_other_library.py", "import no_other_library\n");
  const auto file = written_module("adapters/adapter.py", "import sys\nsys.path.append('" +
                                                              library.parent_path().string() +
                                                              "')\nimport library_of_test\n");
  EXPECT_THAT(refusal(file), HasSubstr("No module named 'no_other_library' (adapter.py, line 3)"));
}

TEST(PythonLoad, LetsAPackageBesideAFileImportItsNeighbours) {
  written_module("neighbour.py", "from math import hypot\n");
  written_module("package/__init__.py", "from . import inner\n");
  written_module("package/inner.py",
                 "import importlib\nimport neighbour\n"
                 "hypot = importlib.import_module('neighbour').hypot\n");
  const auto file =
      written_module("with_package.py", "from package.inner import hypot as batch_norm\n");
  EXPECT_EQ(refusal(file), "loaded");
}

TEST(PythonLoad, RefusesAFolder) {
  const auto folder = written_module("folder.py/inside", "").parent_path();
  EXPECT_EQ(refusal(folder), folder.string() + " is a folder: name a Python file in it");
}

TEST(PythonLoad, RefusesAMissingFile) {
  EXPECT_EQ(refusal("/no/such/file.py"), "there is no file /no/such/file.py");
  EXPECT_EQ(refusal("py:/no/such/file.py:a"), "there is no file /no/such/file.py");
}

TEST(PythonLoad, RefusesAMissingModule) {
  EXPECT_THAT(refusal("py:no_such_module"),
              MatchesRegex("no_such_module cannot be loaded: it raised ModuleNotFoundError: No "
                           "module named 'no_such_module': install it for .*, or name a "
                           "Python that has it: --python PATH"));
  EXPECT_THAT(refusal("py:"), StartsWith("there is no module in 'py:'"));
}

TEST(PythonLoad, RefusesAMissingAttribute) {
  EXPECT_EQ(refusal_of("nobody"), "misbehaving.py has no attribute 'nobody'");
}

TEST(PythonLoad, RefusesAMissingFunction) {
  EXPECT_EQ(refusal_of("without_function"),
            "misbehaving.py:without_function has no function batch_norm: define batch_norm(x, "
            "weight, bias, running_mean, running_var, training, momentum, eps)");
}

TEST(PythonLoad, RefusesAFunctionOfOtherParameters) {
  const auto file = written_module("three.py", "def batch_norm(x, w, b):\n    return x\n");
  EXPECT_EQ(refusal(file),
            "three.py: batch_norm(x, w, b) cannot be called as batch_norm(x, weight, bias, "
            "running_mean, running_var, training, momentum, eps), which is done by position");
}

TEST(PythonLoad, RefusesASyntaxError) {
  EXPECT_EQ(refusal(written_module("unreadable.py", "def batch_norm(x:\n    return x\n")),
            "unreadable.py cannot be loaded: it raised SyntaxError: '(' was never closed "
            "(unreadable.py, line 1)");
}

TEST(PythonLoad, RefusesAFailedImport) {
  EXPECT_THAT(refusal(written_module("importing.py", "\nimport no_such_module\n")),
              StartsWith("importing.py cannot be loaded: it raised ModuleNotFoundError: No module "
                         "named 'no_such_module' (importing.py, line 2): install it for "));
}

TEST(PythonLoad, RefusesAnException) {
  EXPECT_EQ(refusal(written_module("raising.py", "a = {}\na['b']\n")),
            "raising.py cannot be loaded: it raised KeyError: 'b' (raising.py, line 2)");
}

TEST(PythonLoad, SurvivesAnExit) {
  EXPECT_EQ(refusal(written_module("leaving.py", "raise SystemExit('no')\n")),
            "leaving.py cannot be loaded: it called sys.exit('no') (leaving.py, line 1)");
}

TEST(PythonLoad, SurvivesACrash) {
  EXPECT_THAT(refusal(written_module("aborting.py", "import os\nos.abort()\n")),
              EndsWith("aborting.py crashed with SIGABRT while it was loaded"));
}

TEST(PythonLoad, SurvivesAHang) {
  HostOptions impatient;
  impatient.load_timeout = std::chrono::seconds(2);
  EXPECT_THAT(refusal(written_module("hanging.py", "while True: pass\n"), impatient),
              EndsWith("hanging.py did not return within 2 s while it was loaded"));
}

TEST(PythonLoad, RefusesAContractWithoutMeaning) {
  EXPECT_THAT(refusal_of("declares_unknown_key"),
              StartsWith("misbehaving.py:declares_unknown_key: CONTRACT has no key 'acumulator'; "
                         "known are element, accumulator, "));
  EXPECT_EQ(refusal_of("declares_unknown_type"),
            "misbehaving.py:declares_unknown_type: CONTRACT['accumulator'] is 'f23', expected one "
            "of f16, bf16, f32, f64");
  EXPECT_THAT(refusal_of("declares_negative_height"),
              EndsWith("is -1, expected an integer from 0 on"));
  EXPECT_THAT(refusal_of("declares_no_dict"), EndsWith("CONTRACT is of type str, not a dict"));
}

TEST(PythonLoad, RefusesOtherDeclarationsWithoutMeaning) {
  EXPECT_THAT(refusal_of("declares_numpy_dtype"),
              EndsWith("DTYPES holds 'float64'; known are f16, bf16, f32, f64"));
  EXPECT_THAT(refusal_of("declares_one_dtype"), HasSubstr("DTYPES is 'f32', expected a list"));
  EXPECT_THAT(refusal_of("declares_no_dialect"), EndsWith("DIALECT is of type int, not a str"));
}

TEST(PythonLoad, RefusesToRunInProcess) {
  HostOptions options;
  options.in_process = true;
  EXPECT_THAT(refusal(module("copying"), options), EndsWith("leave out --in-process"));
}

TEST(PythonLoad, RefusesAMissingInterpreter) {
  HostOptions options;
  options.python = "/no/such/python";
  EXPECT_EQ(refusal(module("copying"), options),
            "there is no Python interpreter /no/such/python: name another with --python");
}

TEST(PythonLoad, RefusesAnInterpreterWithoutNumPy) {
  // No site packages, so no NumPy.
  const auto program = written_module("bare_python", "#!/bin/sh\nexec python3 -E -s -S \"$@\"\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  HostOptions options;
  options.python = program;
  EXPECT_THAT(refusal(module("copying"), options),
              MatchesRegex(
                  "NumPy cannot be imported by .* \\(No module named 'numpy'\\): install "
                  "it there \\(pip install numpy\\), or name a Python that has it: --python PATH"));
}

TEST(PythonLoad, PrefersTheActiveEnvironment) {
  const auto program = written_module("python", "#!/bin/sh\nexit 9\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  std::filesystem::create_directories(program.parent_path() / "bin");
  std::filesystem::rename(program, program.parent_path() / "bin" / "python");
  setenv("VIRTUAL_ENV", program.parent_path().c_str(), 1);
  EXPECT_THAT(refusal(module("copying")), EndsWith("exit code 9 while it was loaded"));
  unsetenv("VIRTUAL_ENV");
}

TEST(PythonLoad, PrefersTheInterpreterThatIsNamed) {
  const auto program = written_module("python", "#!/bin/sh\nexit 9\n");
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  setenv("VIRTUAL_ENV", "/usr", 1);
  setenv("BNCHECK_PYTHON", program.c_str(), 1);
  EXPECT_THAT(refusal(module("copying")), EndsWith("exit code 9 while it was loaded"));
  setenv("BNCHECK_PYTHON", "no_such_python", 1);
  EXPECT_THAT(
      refusal(module("copying")),
      HasSubstr("there is no Python interpreter no_such_python: name another with --python"));
  unsetenv("BNCHECK_PYTHON");
  unsetenv("VIRTUAL_ENV");
}

}  // namespace
}  // namespace bncheck::host

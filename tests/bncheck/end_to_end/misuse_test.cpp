// Whatever the user gets wrong is answered by one sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

/// Checks that the program refuses: nothing was run, and one sentence names what is wrong.
void expect_refusal(const std::vector<std::string>& arguments, int exit_code,
                    const std::string& names) {
  const Finished finished = run(arguments);
  EXPECT_EQ(finished.exit_code, exit_code) << names;
  EXPECT_EQ(finished.out, "") << names;
  EXPECT_THAT(finished.err, testing::StartsWith("bncheck: "));
  EXPECT_THAT(finished.err, HasSubstr(names));
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
  EXPECT_THAT(finished.err, testing::Not(HasSubstr("internal error")));
}

std::string write_file(const Folder& folder, const char* name, const char* text) {
  const std::string path = folder.path / name;
  std::ofstream(path) << text;
  return path;
}

TEST(Misuse, OfAnImplementationThatCannotBeLoaded) {
  const Folder folder;
  const std::string text = write_file(folder, "text.so", "this is no library\n");
  const std::string no_entry = std::string(FIXTURE_FOLDER) + "/no_entry.so";
  for (const std::string command : {"verify", "golden"}) {
    const auto with = [&command](const std::string& name) -> std::vector<std::string> {
      if (command == "golden") return {"golden", "check", name};
      return {"verify", name};
    };
    expect_refusal(with("nosuch"), 3, "no implementation 'nosuch'; built in are cpu, ");
    expect_refusal(with("./missing.so"), 3, "no file ./missing.so");
    expect_refusal(with(folder.path), 3, "is a folder");
    expect_refusal(with("."), 3, ". is a folder: name a shared library or a Python file");
    expect_refusal(with(text), 3, "cannot be loaded as a shared library");
    expect_refusal(with("./mine.c"), 3, "source code: make a shared library of it, cc -fPIC ");
    expect_refusal(with("mine.cpp"), 3, "c++ -fPIC -O2 -shared mine.cpp -o mine.so");
    expect_refusal(with(no_entry), 3, "exports no bn_plugin_entry");
  }
}

TEST(Misuse, OfTheOptionsOfVerify) {
  expect_refusal({"verify", "--dtype", "f8"}, 2, "--dtype: 'f8' is not f16, bf16, f32 or f64");
  expect_refusal({"verify", "--layout", "ncwh"}, 2,
                 "'ncwh' is not nchw, nhwc, strided, permuted, sliced, expanded or far");
  expect_refusal({"verify", "--seed", "soon"}, 2, "'soon' is not a whole number");
  expect_refusal({"verify", "--seed", "-1"}, 2, "'-1' is not a whole number");
  expect_refusal({"verify", "--skipped-status", "256"}, 2, "--skipped-status: '256'");
  expect_refusal({"verify", "--time", "later"}, 2, "'later' is not a duration");
  expect_refusal({"verify", "--time", "0s"}, 2, "'0s' is not a duration");
  expect_refusal({"verify", "--time", "nan"}, 2, "'nan' is not a duration");
  expect_refusal({"verify", "--time", "2h"}, 2, "'2h' is not a duration");
  expect_refusal({"verify", "--case-timeout", "-1s"}, 2, "'-1s' is not a duration");
  expect_refusal({"verify", "--memory-limit", "0"}, 2, "--memory-limit: '0' is not");
  expect_refusal({"verify", "--property", "["}, 2, "'[' is not a regular expression");
  expect_refusal({"verify", "--property", "nosuch"}, 2, "no law matches 'nosuch'");
  expect_refusal({"verify", "--dialect", "pytorhc"}, 2, "(did you mean 'pytorch'?)");
  expect_refusal({"verify", "--dialect", "theano"}, 2, "unknown dialect 'theano'; known: pytorch");
  expect_refusal({"verify", "--dialect", "mlx;eps=0"}, 2,
                 "a dialect's eps cannot be '0'; known: any");
  expect_refusal({"verify", "--jobs", "0"}, 2, "--jobs: '0' is not");
  expect_refusal({"verify", "--jobs", "1000000"}, 2, "--jobs: '1000000' is not");
  expect_refusal({"verify", "--cases", "0"}, 2, "--cases: '0' is not");
  expect_refusal({"verify", "--cases", "-4"}, 2, "--cases: '-4' is not");
  expect_refusal({"verify", "--cases", "3", "--time", "1s"}, 2, "excludes");
  expect_refusal({"verify", "--report", "run.txt"}, 2, "give jsonl:FILE");
  expect_refusal({"verify", "--report", "jsonl:/no/such/run.jsonl"}, 2, "No such file");
}

TEST(Misuse, OfCommands) {
  expect_refusal({}, 2, "subcommand");
  expect_refusal({"judge"}, 2, "no command or option 'judge'");
  expect_refusal({"verify", "--bogus"}, 2, "--bogus");
  expect_refusal({"verify", "eigen", "more"}, 2, "more");
  expect_refusal({"golden"}, 2, "subcommand");
  expect_refusal({"list", "dragons"}, 2, "dragons");
  expect_refusal({"explain"}, 2, "PROPERTY");
  expect_refusal({"explain", "nosuch"}, 2, "no law matches");
}

TEST(Misuse, OfACaseLine) {
  expect_refusal({"replay", "eigen"}, 2, "CASE");
  expect_refusal({"replay", "eigen", "case.txt"}, 2, "'case.txt' is neither a file nor a case");
  expect_refusal({"replay", "eigen", "f32 2x1"}, 2, "2 words where 12 belong");
  expect_refusal({"replay", "eigen",
                  "f33 2x1 nchw training eps=1 momentum=1 weight=none bias=none running_mean=none "
                  "running_var=none x=ramp*2^0+0@0 dy=ramp*2^0+0@0"},
                 2, "'f33' where f16, bf16, f32 or f64 belongs");
  const Folder folder;
  expect_refusal({"replay", "eigen", write_file(folder, "empty", "\n\n")}, 2, "holds no case");
}

TEST(Misuse, OfGoldenFiles) {
  const Folder folder;
  namespace fs = std::filesystem;
  fs::copy(fs::path(GOLDEN_FOLDER) / "vectors", folder.path / "vectors");
  fs::copy(fs::path(GOLDEN_FOLDER) / "manifest.json", folder.path / "manifest.json");
  const std::vector<std::string> command = {"golden", "check", "--vectors", folder.path};
  EXPECT_EQ(run(command).exit_code, 0);
  const fs::path victim = fs::directory_iterator(folder.path / "vectors")->path();
  fs::resize_file(victim, fs::file_size(victim) / 2);
  expect_refusal(command, 2, victim.filename());
  fs::remove(folder.path / "manifest.json");
  expect_refusal(command, 2, "manifest.json");
}

TEST(Misuse, OfAFullDisk) {
  const Finished finished = run({"verify", "--cases", "20", "--report", "jsonl:/dev/full"});
  EXPECT_EQ(finished.exit_code, 2);
  EXPECT_EQ(finished.err, "bncheck: cannot write the report /dev/full: No space left on device\n");
}

}  // namespace
}  // namespace bncheck::end_to_end

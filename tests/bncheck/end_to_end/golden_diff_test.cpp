// Two folders of golden vectors, as two versions of PyTorch would leave them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "golden/sha256.h"
#include "tests/bncheck/end_to_end/program.h"

namespace bncheck::end_to_end {
namespace {

using testing::HasSubstr;

const std::string kId = "bn1d-train-0001";

std::string manifest_of(const std::string& vector) {
  return R"({"schema": 1, "files": [{"file": "vectors/)" + kId + R"(.json", "bytes": )" +
         std::to_string(vector.size()) + R"(, "sha256": ")" + golden::sha256(vector) + "\"}]}";
}

/// Writes a folder of one vector with the text.
void write_folder(const Folder& folder, const std::string& vector) {
  std::filesystem::create_directories(folder.path / "vectors");
  std::ofstream(folder.path / "vectors" / (kId + ".json")) << vector;
  std::ofstream(folder.path / "manifest.json") << manifest_of(vector);
}

std::string stored() { return read_file(std::string(GOLDEN_FOLDER) + "/vectors/" + kId + ".json"); }

// The first value of y, and the next number beside it.
const std::string kBefore = "-0x1.6406fp+0";
const std::string kAfter = "-0x1.6406f2p+0";

std::string moved(std::string text) {
  const std::size_t at = text.find(kBefore);
  return text.replace(at, kBefore.size(), kAfter);
}

TEST(GoldenDiff, IsEmptyOfAFolderAndItself) {
  const Finished finished = run({"golden", "diff", GOLDEN_FOLDER, GOLDEN_FOLDER});
  EXPECT_EQ(finished.exit_code, 0);
  EXPECT_THAT(finished.out, testing::EndsWith(" equal, 0 with other values, 0 otherwise different; "
                                              "0 only in A, 0 only in B\n"));
}

TEST(GoldenDiff, TellsOfAChangedBit) {
  const Folder a, b;
  write_folder(a, stored());
  write_folder(b, moved(stored()));
  const Finished finished = run({"golden", "diff", a.path, b.path});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("1 of 40 values differ, most of all [0]: " + kBefore +
                                      " in A and " + kAfter + " in B, 1 ulp\n"));
  EXPECT_THAT(finished.out,
              HasSubstr("y differs in 1 vector, most of all in " + kId + ": 1 ulp\n"));
  EXPECT_THAT(finished.out, HasSubstr("1 vector in both: 0 equal, 1 with other values"));
}

TEST(GoldenDiff, TellsWhatOnlyOneHas) {
  const Folder one;
  write_folder(one, stored());
  const Finished finished = run({"golden", "diff", GOLDEN_FOLDER, one.path});
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("1 vector in both: 1 equal"));
  EXPECT_THAT(finished.out, HasSubstr("only in A: "));
  EXPECT_EQ(run({"golden", "diff", one.path, GOLDEN_FOLDER}).exit_code, 1);
}

TEST(GoldenDiff, RefusesWhatHoldsNoVectors) {
  const Folder empty, broken;
  write_folder(broken, stored());
  std::ofstream(broken.path / "vectors" / (kId + ".json"), std::ios::app) << "\n";
  const std::string golden = GOLDEN_FOLDER;
  for (const std::vector<std::string>& folders :
       {std::vector<std::string>{golden, empty.path}, {empty.path, golden}, {golden, "nosuch"}}) {
    const Finished finished = run({"golden", "diff", folders[0], folders[1]});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_EQ(finished.out, "");
    EXPECT_THAT(finished.err, HasSubstr("manifest.json"));
  }
  EXPECT_THAT(run({"golden", "diff", golden, broken.path}).err, HasSubstr(kId + ".json"));
  EXPECT_EQ(run({"golden", "diff", golden}).exit_code, 2);
}

}  // namespace
}  // namespace bncheck::end_to_end

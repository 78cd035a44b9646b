#include "golden/manifest.h"

#include <gmock/gmock.h>

#include "golden/file.h"
#include "golden/sha256.h"
#include "tests/golden/sandbox.h"

namespace bncheck::golden {
namespace {

using testing::HasSubstr;

std::string manifest_of(const std::string& file, std::size_t bytes, const std::string& hash) {
  return R"({"schema": 1, "files": [{"file": ")" + file + R"(", "bytes": )" +
         std::to_string(bytes) + R"(, "sha256": ")" + hash + R"("}]})";
}

/// Writes vectors/a.json with these bytes under a manifest of "abc", and returns the refusal.
std::string refusal_of(const std::string& bytes) {
  const Sandbox sandbox;
  sandbox.write("vectors/a.json", bytes);
  sandbox.write("manifest.json", manifest_of("vectors/a.json", 3, sha256("abc")));
  return refusal([&] { verify(sandbox.folder(), read_manifest(sandbox.folder())); });
}

std::string refusal_of_manifest(const std::string& text) {
  const Sandbox sandbox;
  sandbox.write("manifest.json", text);
  return refusal([&] { read_manifest(sandbox.folder()); });
}

TEST(Manifest, AcceptsTheFileItVouchesFor) { EXPECT_EQ(refusal_of("abc"), ""); }

TEST(Manifest, RefusesAFileOfAnotherSize) {
  EXPECT_THAT(refusal_of("abcd"), HasSubstr("a.json: it has 4 bytes where the manifest has 3"));
}

TEST(Manifest, RefusesAFileOfAnotherHash) {
  EXPECT_THAT(refusal_of("abd"), HasSubstr("a.json: its SHA-256 is"));
}

TEST(Manifest, RefusesAMissingFile) {
  const Sandbox sandbox;
  sandbox.write("manifest.json", manifest_of("vectors/a.json", 3, sha256("abc")));
  EXPECT_THAT(refusal([&] { verify(sandbox.folder(), read_manifest(sandbox.folder())); }),
              HasSubstr("cannot be read"));
}

TEST(Manifest, RefusesWhatIsNoFile) {
  const Sandbox sandbox;
  sandbox.write("vectors/b.json", "abc");
  std::filesystem::create_directory(sandbox.folder() / "vectors/a.json");
  sandbox.write("manifest.json", manifest_of("vectors/a.json", 3, sha256("abc")));
  EXPECT_THAT(refusal([&] { verify(sandbox.folder(), read_manifest(sandbox.folder())); }),
              HasSubstr("a.json: it cannot be read: it is a folder"));
}

TEST(Manifest, RefusesALinkOutOfTheFolder) {
  const Sandbox sandbox;
  sandbox.write("outside.json", "abc");
  const std::filesystem::path folder = sandbox.folder() / "folder";
  std::filesystem::create_directory(folder);
  std::filesystem::create_symlink("../outside.json", folder / "a.json");
  sandbox.write("folder/manifest.json", manifest_of("a.json", 3, sha256("abc")));
  EXPECT_THAT(refusal([&] { verify(folder, read_manifest(folder)); }),
              HasSubstr("a.json: links lead out of the folder"));
}

TEST(Manifest, FollowsALinkWithinTheFolder) {
  const Sandbox sandbox;
  sandbox.write("vectors/b.json", "abc");
  std::filesystem::create_symlink("vectors/b.json", sandbox.folder() / "a.json");
  sandbox.write("manifest.json", manifest_of("a.json", 3, sha256("abc")));
  EXPECT_EQ(refusal([&] { verify(sandbox.folder(), read_manifest(sandbox.folder()).front()); }),
            "");
}

TEST(Manifest, RefusesSizesBeyondReason) {
  const std::size_t most = kMostBytes;
  EXPECT_THAT(refusal_of_manifest(manifest_of("a", most + 1, "")), HasSubstr("at most 64 MiB"));
  std::string entries;
  for (int i = 0; i < 17; ++i) {
    entries += (i == 0 ? "" : ",") + (R"({"file": ")" + std::to_string(i)) +
               R"(", "sha256": "", "bytes": )" + std::to_string(most) + "}";
  }
  EXPECT_THAT(refusal_of_manifest(R"({"schema": 1, "files": [)" + entries + "]}"),
              HasSubstr("at most 1 GiB together"));
}

TEST(Manifest, RefusesAFileThatIsListedTwice) {
  const std::string entry = R"({"file": "a", "bytes": 1, "sha256": ""})";
  EXPECT_THAT(refusal_of_manifest(R"({"schema": 1, "files": [)" + entry + "," + entry + "]}"),
              HasSubstr("files[1].file is \"a\" where a file not listed yet belongs"));
}

TEST(Manifest, RefusesJsonThatIsNestedTooDeeply) {
  EXPECT_THAT(refusal_of_manifest(std::string(300'000, '[') + std::string(300'000, ']')),
              HasSubstr("nested too deeply"));
}

TEST(Manifest, RefusesAFileItDoesNotList) {
  const Sandbox sandbox;
  sandbox.write("vectors/a.json", "abc");
  sandbox.write("vectors/b.json", "abc");
  sandbox.write("manifest.json", manifest_of("vectors/a.json", 3, sha256("abc")));
  EXPECT_THAT(refusal([&] { verify(sandbox.folder(), read_manifest(sandbox.folder())); }),
              HasSubstr("b.json: the manifest does not list it"));
}

TEST(Manifest, RefusesToBeMissingOrMalformed) {
  EXPECT_THAT(refusal([] { read_manifest("/nowhere"); }),
              HasSubstr("there is no manifest.json in /nowhere"));
  EXPECT_THAT(refusal_of_manifest("{"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal_of_manifest(R"({"schema": 2, "files": []})"), HasSubstr("schema is 2"));
  EXPECT_THAT(refusal_of_manifest(R"({"schema": 1, "files": []})"), HasSubstr("at least one"));
}

TEST(Manifest, RefusesAPathThatLeavesTheFolder) {
  EXPECT_THAT(refusal_of_manifest(manifest_of("../a", 3, "")), HasSubstr("a path in the folder"));
  EXPECT_THAT(refusal_of_manifest(manifest_of("/etc/a", 3, "")), HasSubstr("a path in the folder"));
}

}  // namespace
}  // namespace bncheck::golden

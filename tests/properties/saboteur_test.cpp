// Each law passes on honest answers, and fails where they are spoilt in the way it is for.
#include "tests/properties/saboteur.h"

#include <gtest/gtest.h>

namespace bncheck::properties {
namespace {

TEST(Sabotage, IsCaughtByItsLaw) {
  for (const Sabotage& each : sabotages()) {
    EXPECT_EQ(verdict_of(each, true), Verdict::fail) << each.id << " misses: " << each.defect;
  }
}

TEST(Sabotage, IsNotSeenInHonestAnswers) {
  for (const Sabotage& each : sabotages()) {
    EXPECT_EQ(verdict_of(each, false), Verdict::pass) << each.id;
  }
}

TEST(Sabotage, IsNotSeenInOtherDialects) {
  const Dialect keras = parse_dialect("keras3;momentum=old;saved=variance");
  for (const Sabotage& each : sabotages()) {
    EXPECT_EQ(verdict_of(each, false, keras), Verdict::pass) << each.id;
  }
}

}  // namespace
}  // namespace bncheck::properties

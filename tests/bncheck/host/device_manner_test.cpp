// How calls of plug-ins for a device are made, apart from any device.
#include <gtest/gtest.h>

#include <map>

#include "bncheck/host/device/call_manner.h"
#include "bncheck/host/device/gate.h"

namespace bncheck::host {
namespace {

TEST(CallManner, IsLateOrCapturedNowAndThen) {
  std::map<CallManner, int> count;
  ControlBlock control = {};
  for (double eps = 1; eps <= 400; ++eps) {
    control.eps = eps;
    ++count[manner_of(control)];
    EXPECT_EQ(manner_of(control), manner_of(control));
  }
  EXPECT_GT(count[CallManner::late], 30);
  EXPECT_GT(count[CallManner::captured], 30);
  EXPECT_GT(count[CallManner::plain], 240);
}

TEST(Gate, OpensItselfForWhoWaitsBehindIt) {
  Gate gate;
  gate.close();
  EXPECT_FALSE(gate.is_open());
  Gate::wait(&gate);
  EXPECT_TRUE(gate.is_open());
}

}  // namespace
}  // namespace bncheck::host

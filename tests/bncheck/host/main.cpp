#include <gtest/gtest.h>

#include <string_view>

#include "bncheck/host/host.h"

/// The tests start themselves as the worker, as bncheck does.
int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == bncheck::host::kWorkerFlag) {
    return bncheck::host::run_worker(argc, argv);
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}

# The system's packages first; elsewhere a pinned source release.
include(FetchContent)
include(GoogleTest)
set(FETCHCONTENT_QUIET OFF)

find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED) # headers only: Multiprecision

FetchContent_Declare(
  Eigen3
  GIT_REPOSITORY https://gitlab.com/libeigen/eigen.git
  GIT_TAG 3.4.0
  GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 3.4 NO_MODULE)
FetchContent_Declare(
  CLI11
  GIT_REPOSITORY https://github.com/CLIUtils/CLI11.git
  GIT_TAG v2.1.2
  GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 2.1)
FetchContent_Declare(
  nlohmann_json
  GIT_REPOSITORY https://github.com/nlohmann/json.git
  GIT_TAG v3.11.2
  GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 3.11)
FetchContent_Declare(
  fmt
  GIT_REPOSITORY https://github.com/fmtlib/fmt.git
  GIT_TAG 9.1.0
  GIT_SHALLOW ON
  FIND_PACKAGE_ARGS 9.1)
# No release exists: the last commit.
FetchContent_Declare(
  rapidcheck
  GIT_REPOSITORY https://github.com/emil-e/rapidcheck.git
  GIT_TAG ff6af6fc683159deb51c543b065eba14dfcf329b
  FIND_PACKAGE_ARGS CONFIG)
FetchContent_MakeAvailable(Eigen3 CLI11 nlohmann_json fmt rapidcheck)
# Conan's fmt is either a library or headers alone, which are asked for here.
if(NOT TARGET fmt::fmt)
  add_library(fmt::fmt INTERFACE IMPORTED)
  target_link_libraries(fmt::fmt INTERFACE fmt::fmt-header-only)
endif()

if(BNCHECK_TESTS)
  FetchContent_Declare(
    GTest
    GIT_REPOSITORY https://github.com/google/googletest.git
    GIT_TAG v1.14.0
    GIT_SHALLOW ON
    FIND_PACKAGE_ARGS 1.12)
  FetchContent_MakeAvailable(GTest)
endif()

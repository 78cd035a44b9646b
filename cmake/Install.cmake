# find_package(bncheck) of other projects: the library bncheck::batch_norm.
include(CMakePackageConfigHelpers)

set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/bncheck)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/bncheckConfigVersion.cmake
                                 COMPATIBILITY SameMajorVersion)
file(
  WRITE ${PROJECT_BINARY_DIR}/bncheckConfig.cmake
  "include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(\${CMAKE_CURRENT_LIST_DIR}/bncheck.cmake)
")
install(FILES ${PROJECT_BINARY_DIR}/bncheckConfig.cmake
              ${PROJECT_BINARY_DIR}/bncheckConfigVersion.cmake
        DESTINATION ${folder}
        COMPONENT batch_norm)

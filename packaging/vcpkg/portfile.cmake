# An overlay port of the sources that it lies in:
#   vcpkg install bncheck --overlay-ports=packaging/vcpkg
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../.." ABSOLUTE)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS -DBNCHECK_TESTS=OFF -DBNCHECK_MUTANTS=OFF -DBNCHECK_CUDA=OFF -DBNCHECK_CUDNN=OFF
          -DBNCHECK_ONEDNN=OFF)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(CONFIG_PATH lib/cmake/bncheck)
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/share")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")

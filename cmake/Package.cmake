# cpack makes a Debian package of the program, its plug-ins and the libraries; docs/packaging.md.
set(CPACK_PACKAGE_NAME bncheck)
set(CPACK_PACKAGE_VENDOR "bncheck maintainers")
set(CPACK_PACKAGE_CONTACT "bncheck maintainers <maintainers@bncheck.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL program batch_norm verification)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION math)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "python3 (>= 3.10), python3-numpy")
include(CPack)

# All that the packages carry: Ninja's cpack builds nothing first.
add_custom_target(package_parts)
add_dependencies(package_parts bncheck bncheck_plugins bncheck_texts bncheck_batch_norm
                 bncheck_verification)

# What `cmake --install` puts where, and what find_package(bncheck) gives to other projects: the
# libraries bncheck::batch_norm and bncheck::verification, the header of plug-ins and tests of them
# (docs/packaging.md).
include(CMakePackageConfigHelpers)

# Not in lib/bncheck itself: to cpack that would be a folder of the linker's, for ldconfig.
set(BNCHECK_PLUGIN_FOLDER ${CMAKE_INSTALL_LIBDIR}/bncheck/plugins)
set(BNCHECK_SHARE share/bncheck)
set(bncheck_package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/bncheck)

write_basic_package_version_file(${PROJECT_BINARY_DIR}/bncheckConfigVersion.cmake
                                 COMPATIBILITY SameMajorVersion)
configure_package_config_file(
  cmake/bncheckConfig.cmake.in ${PROJECT_BINARY_DIR}/bncheckConfig.cmake
  INSTALL_DESTINATION ${bncheck_package_folder}
  PATH_VARS BNCHECK_SHARE CMAKE_INSTALL_BINDIR CMAKE_INSTALL_INCLUDEDIR)
foreach(component batch_norm program verification)
  install(FILES ${PROJECT_BINARY_DIR}/bncheckConfig.cmake
                ${PROJECT_BINARY_DIR}/bncheckConfigVersion.cmake
                ${PROJECT_SOURCE_DIR}/cmake/bncheckVerification.cmake
          DESTINATION ${bncheck_package_folder}
          COMPONENT ${component})
endforeach()

# The program with its files and those of its plug-ins that were built, once all targets are known.
function(bn_install_program)
  install(TARGETS bncheck RUNTIME_DEPENDENCY_SET program_libraries RUNTIME COMPONENT program)
  foreach(name cpu fast eigen cuda cuda-emulated cuda-rounded cuda-rounded-emulated)
    if(TARGET plugin_${name})
      install(TARGETS plugin_${name} RUNTIME_DEPENDENCY_SET program_libraries
              LIBRARY DESTINATION ${BNCHECK_PLUGIN_FOLDER} COMPONENT program OPTIONAL)
    endif()
  endforeach()
  install(FILES impl/bn_plugin.h impl/bn_simple.h
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bncheck COMPONENT program)
  # The headers once more, so that the folder is all that `bncheck new` takes.
  install(FILES impl/plugin_template.c impl/plugin_template.cpp impl/plugin_template.py
                impl/simple_template.c impl/bn_plugin.h impl/bn_simple.h
          DESTINATION ${BNCHECK_SHARE}/templates COMPONENT program)
  install(DIRECTORY bncheck/python impl/adapters golden DESTINATION ${BNCHECK_SHARE}
          COMPONENT program
          FILES_MATCHING PATTERN "*.py" PATTERN "*.json" PATTERN "*.safetensors" PATTERN "*.txt"
          PATTERN __pycache__ EXCLUDE)
  # What a wheel brings along, but for the libraries of C and of C++, as manylinux has it (PEP 513):
  # a plug-in may need a newer libstdc++ than the one that would be brought.
  install(RUNTIME_DEPENDENCY_SET program_libraries
          PRE_EXCLUDE_REGEXES "^(libc|libm|libdl|libpthread|librt|libcuda|ld-linux.*)\\.so"
                              "^lib(stdc[+][+]|gcc_s)\\.so"
          DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT wheel EXCLUDE_FROM_ALL)
  install(FILES LICENSE README.md bncheck/report/html/d3_licence.txt DESTINATION ${CMAKE_INSTALL_DOCDIR}
          COMPONENT program)
  # The pages that the program's texts name.
  install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program
          FILES_MATCHING PATTERN "*.md" PATTERN "*.yml" PATTERN "*.sh")
endfunction()

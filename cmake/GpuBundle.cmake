# gpu_bundle makes build/gpu-bundle and build/gpu-bundle.tar.gz: what checks the plug-ins `cuda` and
# `cuda-rounded` on a machine that has a driver and Python, and nothing of this one. docs/cuda.md
# tells how it is used.
if(NOT TARGET cuda_gpu_tests)
  return()
endif()
set(programs bncheck cuda_gpu_tests gpu_bench)
set(plugins plugin_cuda plugin_cuda-rounded plugin_cpu)
foreach(each plugin_cudnn plugin_cudnn-persistent)
  if(TARGET ${each})
    list(APPEND plugins ${each})
  endif()
endforeach()

set_target_properties(${programs} ${plugins} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
set(in_bundle COMPONENT gpu EXCLUDE_FROM_ALL)
install(TARGETS ${programs} ${plugins} RUNTIME_DEPENDENCY_SET gpu_bundle_libraries
        RUNTIME DESTINATION bin ${in_bundle} LIBRARY DESTINATION plugins ${in_bundle})
# The C library is the machine's, as is what belongs to its driver, and cuDNN is PyTorch's.
install(RUNTIME_DEPENDENCY_SET gpu_bundle_libraries
        PRE_EXCLUDE_REGEXES "^(libc|libm|libdl|libpthread|librt|libcuda|libcudnn.*|ld-linux.*)\\.so"
        DESTINATION lib ${in_bundle})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scripts/gpu_check DESTINATION . ${in_bundle}
        PATTERN __pycache__ EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/bncheck/python DESTINATION share/bncheck ${in_bundle}
        PATTERN __pycache__ EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/impl/adapters DESTINATION share/bncheck ${in_bundle}
        FILES_MATCHING PATTERN "*torch*.py" PATTERN __pycache__ EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/bench/gpu/ DESTINATION share/bncheck/gpu_bench ${in_bundle}
        FILES_MATCHING PATTERN "*.py" PATTERN __pycache__ EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION . ${in_bundle})

set(folder ${PROJECT_BINARY_DIR}/gpu-bundle)
add_custom_target(
  gpu_bundle
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${folder} ${folder}.tar.gz
  COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --component gpu --prefix ${folder}
  COMMAND ${CMAKE_COMMAND} -E chdir ${PROJECT_BINARY_DIR} ${CMAKE_COMMAND} -E tar czf
          ${folder}.tar.gz gpu-bundle
  VERBATIM)
add_dependencies(gpu_bundle ${programs} ${plugins})

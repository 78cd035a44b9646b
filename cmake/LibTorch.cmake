# Sets BNCHECK_LIBTORCH_LIBRARIES: the plug-in of PyTorch's C++ library is built where it is asked
# for. The pip package has the library and its CMake files:
#   -DBNCHECK_LIBTORCH=ON -DCMAKE_PREFIX_PATH=$(python -c 'import torch; print(torch.utils.cmake_prefix_path)')
# A function of its own keeps the variables that the package sets from everything else.
function(bn_find_libtorch)
  find_package(Torch QUIET)
  if(NOT Torch_FOUND)
    message(FATAL_ERROR "BNCHECK_LIBTORCH is ON and there is no PyTorch: name the folder that "
                        "torch.utils.cmake_prefix_path tells in CMAKE_PREFIX_PATH, or configure "
                        "with -DBNCHECK_LIBTORCH=OFF.")
  endif()
  message(STATUS "PyTorch ${Torch_VERSION}")
  set(BNCHECK_LIBTORCH_LIBRARIES ${TORCH_LIBRARIES} PARENT_SCOPE)
endfunction()

if(BNCHECK_LIBTORCH)
  bn_find_libtorch()
endif()

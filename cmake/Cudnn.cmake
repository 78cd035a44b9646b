# Sets BNCHECK_CUDNN_FOUND and the target bncheck_cudnn: the plug-ins of cuDNN are built if the
# library and the CUDA Toolkit are there, or cleanly left out. cuDNN has no CMake package; the folder
# that holds include/ and lib/, as the pip package nvidia-cudnn-cu13 has it, is named by CUDNN_ROOT.
set(BNCHECK_CUDNN_FOUND OFF)
if(NOT BNCHECK_CUDNN STREQUAL "OFF" AND BNCHECK_CUDA_FOUND)
  find_path(CUDNN_INCLUDE_DIR cudnn_version.h HINTS ${CUDNN_ROOT} $ENV{CUDNN_ROOT}
            PATH_SUFFIXES include)
  find_library(CUDNN_LIBRARY NAMES cudnn libcudnn.so.9 HINTS ${CUDNN_ROOT} $ENV{CUDNN_ROOT}
               PATH_SUFFIXES lib lib64)
  if(CUDNN_INCLUDE_DIR AND CUDNN_LIBRARY)
    file(STRINGS ${CUDNN_INCLUDE_DIR}/cudnn_version.h lines
         REGEX "^#define CUDNN_(MAJOR|MINOR|PATCHLEVEL) ")
    string(REGEX REPLACE "[^0-9;]" "" numbers "${lines}")
    string(REPLACE ";" "." CUDNN_VERSION "${numbers}")
    if(CUDNN_VERSION VERSION_GREATER_EQUAL 9)
      set(BNCHECK_CUDNN_FOUND ON)
    endif()
  endif()
endif()
if(BNCHECK_CUDNN STREQUAL "ON" AND NOT BNCHECK_CUDNN_FOUND)
  message(FATAL_ERROR "BNCHECK_CUDNN is ON and there is no cuDNN 9 or newer, or no CUDA Toolkit: name "
                      "the folder that holds its include and lib in -DCUDNN_ROOT, or configure with "
                      "-DBNCHECK_CUDNN=OFF.")
endif()
if(BNCHECK_CUDNN_FOUND)
  message(STATUS "cuDNN ${CUDNN_VERSION}")
  add_library(bncheck_cudnn INTERFACE)
  target_include_directories(bncheck_cudnn SYSTEM INTERFACE ${CUDNN_INCLUDE_DIR})
  target_link_libraries(bncheck_cudnn INTERFACE ${CUDNN_LIBRARY} CUDA::cudart_static)
else()
  message(STATUS "cuDNN: left out")
endif()

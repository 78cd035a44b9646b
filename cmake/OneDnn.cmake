# Sets BNCHECK_ONEDNN_FOUND: the plug-in of oneDNN is built if the library is there, or cleanly left
# out. Its API changed with version 3.
set(BNCHECK_ONEDNN_FOUND OFF)
if(NOT BNCHECK_ONEDNN STREQUAL "OFF")
  find_package(dnnl 2.6 CONFIG QUIET)
  find_package(OpenMP QUIET COMPONENTS CXX)
  if(dnnl_FOUND AND dnnl_VERSION VERSION_LESS 3 AND OpenMP_CXX_FOUND)
    set(BNCHECK_ONEDNN_FOUND ON)
  endif()
endif()
if(BNCHECK_ONEDNN STREQUAL "ON" AND NOT BNCHECK_ONEDNN_FOUND)
  message(FATAL_ERROR "BNCHECK_ONEDNN is ON and there is no oneDNN 2.6 or newer 2.x: install it "
                      "(libdnnl-dev), or configure with -DBNCHECK_ONEDNN=OFF.")
endif()
if(BNCHECK_ONEDNN_FOUND)
  message(STATUS "oneDNN ${dnnl_VERSION}")
else()
  message(STATUS "oneDNN: left out")
endif()

# Compiles through ccache where it is installed and no other launcher is named. What it keeps serves
# other checkouts, too: paths are relative to the sources.
find_program(BNCHECK_CCACHE ccache)
mark_as_advanced(BNCHECK_CCACHE)
foreach(language C CXX CUDA)
  if(BNCHECK_CCACHE AND NOT CMAKE_${language}_COMPILER_LAUNCHER)
    set(CMAKE_${language}_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
        ${BNCHECK_CCACHE})
  endif()
endforeach()

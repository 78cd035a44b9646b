# Patches a small file: once well, and twice with a pattern that must be refused.
include(${CMAKE_CURRENT_LIST_DIR}/patch.cmake)

set(folder ${CMAKE_CURRENT_BINARY_DIR}/patch_test)
file(WRITE ${folder}/whole.c "int a = 1;\nint b = 1;\n")

if(DEFINED PATTERN) # the call below that must fail
  patch_source(${folder}/whole.c ${folder}/broken.c "${PATTERN}" "2")
  return()
endif()

patch_source(${folder}/whole.c ${folder}/broken.c "b = 1;" "b = 2;")
file(READ ${folder}/broken.c text)
if(NOT text STREQUAL "int a = 1;\nint b = 2;\n")
  message(FATAL_ERROR "patched wrongly:\n${text}")
endif()

foreach(pattern "c = 1" "= 1")
  execute_process(COMMAND ${CMAKE_COMMAND} "-DPATTERN=${pattern}" -P ${CMAKE_CURRENT_LIST_FILE}
                  RESULT_VARIABLE result ERROR_VARIABLE error)
  if(result EQUAL 0 OR NOT error MATCHES "expected[ \n]+exactly")
    message(FATAL_ERROR "\"${pattern}\" was not refused:\n${error}")
  endif()
endforeach()

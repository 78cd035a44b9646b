# How a room, a plug-in and a test are built: one function each.

add_library(bncheck_flags INTERFACE)
target_compile_options(
  bncheck_flags
  INTERFACE
    # Every rounding is the one written.
    $<$<COMPILE_LANGUAGE:C,CXX>:-Wall -Wextra -Wshadow -ffp-contract=off>
    # GCC 12 warns of its own std::string (PR 105651).
    $<$<AND:$<COMPILE_LANGUAGE:C,CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>
    $<$<AND:$<COMPILE_LANGUAGE:C,CXX>,$<BOOL:${BNCHECK_WERROR}>>:-Werror>
    $<$<COMPILE_LANGUAGE:CUDA>:-fmad=false -ftz=false -prec-div=true -prec-sqrt=true
    --expt-relaxed-constexpr -lineinfo>)

# bn_add_room(core SOURCES a.cpp ... LINKS other_room ...): the static library bncheck_core.
function(bn_add_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(bncheck_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(bncheck_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(bncheck_${name} PUBLIC ${ROOM_LINKS} PRIVATE bncheck_flags ${ROOM_PRIVATE_LINKS})
endfunction()

# All plug-ins of build/plugins, as `bncheck list implementations` names them.
add_custom_target(bncheck_plugins)

# bn_add_plugin(eigen SOURCES eigen.cpp LINKS ...): the plug-in plugins/eigen.so. A plug-in sees
# impl/bn_plugin.h and nothing else of the project. FOLDER puts it elsewhere, under another NAME.
function(bn_add_plugin name)
  cmake_parse_arguments(PLUGIN "" "FOLDER;NAME" "SOURCES;LINKS" ${ARGN})
  if(NOT PLUGIN_NAME)
    set(PLUGIN_NAME ${name})
  endif()
  if(NOT PLUGIN_FOLDER)
    set(PLUGIN_FOLDER ${PROJECT_BINARY_DIR}/plugins)
    add_dependencies(bncheck_plugins plugin_${name})
  endif()
  add_library(plugin_${name} MODULE ${PLUGIN_SOURCES})
  set_target_properties(
    plugin_${name}
    PROPERTIES PREFIX "" OUTPUT_NAME ${PLUGIN_NAME} LIBRARY_OUTPUT_DIRECTORY ${PLUGIN_FOLDER}
               C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
               VISIBILITY_INLINES_HIDDEN ON)
  target_include_directories(plugin_${name} PRIVATE ${PROJECT_SOURCE_DIR}/impl)
  target_link_libraries(plugin_${name} PRIVATE bncheck_flags ${PLUGIN_LINKS})
endfunction()

# bn_add_tests(core ball_test.cpp ... LINKS ...): one test executable for a room, one ctest entry
# per test.
function(bn_add_tests room)
  cmake_parse_arguments(TEST "" "" "LINKS" ${ARGN})
  add_executable(${room}_tests ${TEST_UNPARSED_ARGUMENTS})
  target_link_libraries(${room}_tests PRIVATE bncheck_flags ${TEST_LINKS} GTest::gtest GTest::gmock
                                              GTest::gtest_main)
  gtest_discover_tests(${room}_tests TEST_PREFIX ${room}. DISCOVERY_MODE PRE_TEST)
endfunction()

# bncheck_add_verification(target [DIALECT text] [DTYPE f32 f64 ...] [LAYOUT nchw ...]
#                          [LAWS regex] [BUDGET 500 | 10s] [SEED n] [KNOWN_FAILURES file]
#                          [PYTHON interpreter] [PREFIX name] [ARGS ...])
#
# Adds a test for each law, TARGET.law: bncheck verifies the plug-in that the target builds - or a
# file, or a Python module as py:module - by that law alone, within the budget: so many cases (500),
# or so many seconds. A law that the implementation gives no occasion to judge is skipped.
# KNOWN_FAILURES is a file of laws that may fail, one a line; ARGS go to bncheck verify as they are.
function(bncheck_add_verification target)
  cmake_parse_arguments(BN "" "DIALECT;LAWS;BUDGET;SEED;KNOWN_FAILURES;PYTHON;PREFIX"
                        "DTYPE;LAYOUT;ARGS" ${ARGN})
  if(BN_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "bncheck_add_verification: unknown ${BN_UNPARSED_ARGUMENTS}. It knows "
                        "DIALECT, DTYPE, LAYOUT, LAWS, BUDGET, SEED, KNOWN_FAILURES, PYTHON, "
                        "PREFIX and ARGS.")
  endif()
  if(NOT BN_BUDGET)
    set(BN_BUDGET 500)
  endif()
  if(BN_BUDGET MATCHES "^[0-9]+$")
    set(options --cases ${BN_BUDGET})
  elseif(BN_BUDGET MATCHES "^[0-9]+(s|min)$")
    set(options --time ${BN_BUDGET})
  else()
    message(FATAL_ERROR "bncheck_add_verification: BUDGET ${BN_BUDGET} is neither a number of "
                        "cases, as 500, nor a time, as 10s or 2min.")
  endif()
  foreach(option DIALECT SEED KNOWN_FAILURES PYTHON)
    if(BN_${option})
      string(TOLOWER ${option} name)
      string(REPLACE _ - name ${name})
      list(APPEND options --${name} "${BN_${option}}")
    endif()
  endforeach()
  foreach(option DTYPE LAYOUT)
    if(BN_${option})
      string(TOLOWER ${option} name)
      list(JOIN BN_${option} , values)
      list(APPEND options --${name} ${values})
    endif()
  endforeach()
  if(NOT BN_PREFIX)
    string(MAKE_C_IDENTIFIER ${target} BN_PREFIX)
  endif()
  set(implementation ${target})
  if(TARGET ${target})
    set(implementation $<TARGET_FILE:${target}>)
  endif()
  execute_process(COMMAND ${BNCHECK_PROGRAM} list properties OUTPUT_VARIABLE laws
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+" laws "${laws}")
  foreach(line IN LISTS laws)
    if(NOT line MATCHES "^[^ ]+ +([a-z0-9_]+)")
      continue()
    endif()
    set(law ${CMAKE_MATCH_1})
    if(BN_LAWS AND NOT law MATCHES "${BN_LAWS}")
      continue()
    endif()
    add_test(NAME ${BN_PREFIX}.${law}
             COMMAND ${BNCHECK_PROGRAM} verify ${implementation} --property "^${law}$" ${options}
                     ${BN_ARGS})
    set_tests_properties(${BN_PREFIX}.${law} PROPERTIES LABELS bncheck SKIP_REGULAR_EXPRESSION
                                                        "nothing was judged")
  endforeach()
endfunction()

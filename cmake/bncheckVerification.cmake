# bncheck_add_verification(target [DIALECT text] [DTYPE f32 f64 ...] [LAYOUT nchw ...]
#                          [LAWS regex] [BUDGET 500 | 10s | 2min] [SEED n] [KNOWN_FAILURES file]
#                          [PYTHON interpreter] [PREFIX name] [ARGS ...])
#
# Adds a test for each law, PREFIX.law, of label bncheck: bncheck verifies the plug-in that the
# target builds - or a file, a Python module as py:module, or one of bncheck's own by its name - by
# that law alone, within the budget: so many cases (500), or so much time. A law that the
# implementation gives no occasion to judge is skipped, as all are where its device is missing.
# PREFIX is the target's name. KNOWN_FAILURES is a file of laws that may fail, one a line; ARGS go to
# bncheck verify as they are.
function(bncheck_add_verification target)
  set(single DIALECT LAWS BUDGET SEED KNOWN_FAILURES PYTHON PREFIX)
  cmake_parse_arguments(PARSE_ARGV 1 BN "" "${single}" "DTYPE;LAYOUT;ARGS")
  _bncheck_check_arguments()
  _bncheck_implementation(${target} implementation)
  _bncheck_options(options)
  if(NOT BN_PREFIX)
    string(MAKE_C_IDENTIFIER ${target} BN_PREFIX)
  endif()
  _bncheck_laws(laws)
  foreach(law IN LISTS laws)
    add_test(NAME ${BN_PREFIX}.${law} COMMAND ${BNCHECK_PROGRAM} verify ${implementation}
                                              --property "^${law}$" --skipped-status 77 ${options}
                                              ${BN_ARGS})
    # Where no device is, or no case is the law's.
    set_tests_properties(${BN_PREFIX}.${law} PROPERTIES LABELS bncheck SKIP_RETURN_CODE 77)
  endforeach()
endfunction()

macro(_bncheck_check_arguments)
  if(BN_UNPARSED_ARGUMENTS)
    list(JOIN BN_UNPARSED_ARGUMENTS " " unknown)
    _bncheck_error("there is no argument ${unknown}. There are ${single} DTYPE LAYOUT ARGS")
  endif()
  if(BN_KEYWORDS_MISSING_VALUES)
    _bncheck_error("${BN_KEYWORDS_MISSING_VALUES} has no value")
  endif()
endmacro()

function(_bncheck_error)
  list(JOIN ARGN " " sentence)
  message(FATAL_ERROR "bncheck_add_verification: ${sentence}.")
endfunction()

# What bncheck verify is to be given: a target's file is known when the project is generated.
function(_bncheck_implementation name result)
  if(TARGET ${name})
    get_target_property(type ${name} TYPE)
    if(NOT type MATCHES "^(MODULE|SHARED)_LIBRARY$")
      _bncheck_error("the target ${name} is no MODULE or SHARED library, as a plug-in is")
    endif()
    set(${result} $<TARGET_FILE:${name}> PARENT_SCOPE)
    return()
  endif()
  execute_process(COMMAND ${BNCHECK_PROGRAM} list implementations OUTPUT_VARIABLE own
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" own "${own}")
  get_filename_component(file ${name} ABSOLUTE)
  if(EXISTS ${file})
    set(${result} ${file} PARENT_SCOPE)
  elseif(name MATCHES "^py:" OR name IN_LIST own)
    set(${result} ${name} PARENT_SCOPE)
  else()
    _bncheck_error("${name} is neither a target that was added before, nor a file, nor py:MODULE,"
                   "nor what bncheck list implementations names")
  endif()
endfunction()

function(_bncheck_options result)
  # One processor each, so that ctest -j may say how many there are.
  set(options --jobs 1)
  if(BN_ARGS MATCHES "--jobs")
    set(options)
  endif()
  if(NOT DEFINED BN_BUDGET)
    list(APPEND options --cases 500)
  elseif(BN_BUDGET MATCHES "^[1-9][0-9]*$")
    list(APPEND options --cases ${BN_BUDGET})
  elseif(BN_BUDGET MATCHES "^[1-9][0-9]*(s|min)$")
    list(APPEND options --time ${BN_BUDGET})
  else()
    _bncheck_error("BUDGET ${BN_BUDGET} is neither a number of cases, as 500,"
                   "nor a time, as 10s or 2min")
  endif()
  if(DEFINED BN_KNOWN_FAILURES)
    get_filename_component(file ${BN_KNOWN_FAILURES} ABSOLUTE)
    if(NOT EXISTS ${file})
      _bncheck_error("there is no file ${BN_KNOWN_FAILURES}, the KNOWN_FAILURES")
    endif()
    list(APPEND options --known-failures ${file})
  endif()
  foreach(option DIALECT SEED PYTHON DTYPE LAYOUT)
    if(DEFINED BN_${option})
      string(TOLOWER ${option} name)
      # A dialect holds semicolons, which are commas of a list in CMake.
      string(REPLACE ";" "\\;" value "${BN_${option}}")
      if(option MATCHES "DTYPE|LAYOUT")
        list(JOIN BN_${option} , value)
      endif()
      list(APPEND options --${name} "${value}")
    endif()
  endforeach()
  set(${result} "${options}" PARENT_SCOPE)
endfunction()

# The ids of the laws, those that LAWS matches.
function(_bncheck_laws result)
  execute_process(COMMAND ${BNCHECK_PROGRAM} list properties OUTPUT_VARIABLE table
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[^\n]+" lines "${table}")
  set(laws)
  foreach(line IN LISTS lines)
    if(line MATCHES "^[^ ]+ +([a-z0-9_]+)")
      list(APPEND laws ${CMAKE_MATCH_1})
    endif()
  endforeach()
  if(DEFINED BN_LAWS)
    list(FILTER laws INCLUDE REGEX "${BN_LAWS}")
  endif()
  if(NOT laws)
    _bncheck_error("no law matches LAWS ${BN_LAWS}: bncheck list properties shows them all")
  endif()
  set(${result} "${laws}" PARENT_SCOPE)
endfunction()

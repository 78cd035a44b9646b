# patch_source(from to pattern replacement): copies a file with one place changed. A pattern that
# does not occur exactly once stops the configuration, so that no variant can silently be whole.
function(patch_source from to pattern replacement)
  file(READ "${from}" text)
  string(FIND "${text}" "${pattern}" first)
  string(FIND "${text}" "${pattern}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(FATAL_ERROR "${from}: expected exactly one place that reads\n${pattern}")
  endif()
  string(REPLACE "${pattern}" "${replacement}" text "${text}")
  file(CONFIGURE OUTPUT "${to}" CONTENT "${text}" @ONLY)
endfunction()

# What the header of a mutant says, as a line of C++:
#   // Defect: one sentence
#   // Seen in: where, with numbers; may go on
#   //   on lines that are indented by two blanks more
#   // Killed by: law, law
#   // Cause: of diagnosis/causes

# mutant_field(FILE "Defect" result): the field's text on one line.
function(mutant_field file field result)
  file(READ ${file} text)
  string(REGEX MATCH "// ${field}: [^\n]*(\n//   [^\n]*)*" found "${text}")
  if(NOT found)
    message(FATAL_ERROR "${file}: a mutant's header has a line '// ${field}: ...'")
  endif()
  string(REGEX REPLACE "^// ${field}: " "" found "${found}")
  string(REGEX REPLACE "\n//   +" " " found "${found}")
  string(REPLACE "\\" "\\\\" found "${found}")
  string(REPLACE "\"" "\\\"" found "${found}")
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# mutant_entry(FILE result): {"name", "defect", "seen in", "killed by", "cause"},
function(mutant_entry file result)
  get_filename_component(name ${file} NAME_WE)
  set(entry "{\"${name}\"")
  foreach(field IN ITEMS "Defect" "Seen in" "Killed by" "Cause")
    mutant_field(${file} ${field} value)
    string(APPEND entry ",\n \"${value}\"")
  endforeach()
  set(${result} "${entry}},\n" PARENT_SCOPE)
endfunction()

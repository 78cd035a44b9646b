# What the header of a mutant says, as a line of C++:
#   // Defect: one sentence
#   // Seen in: where, with numbers; may go on
#   //   on lines that are indented by two blanks more
#   // Killed by: law, law
#   // Cause: of diagnosis/causes

# mutant_field("text" "Defect" result): the field's text on one line.
function(mutant_field text field result)
  string(REGEX MATCH "// ${field}: [^\n]*(\n//   [^\n]*)*" found "${text}")
  if(NOT found)
    message(FATAL_ERROR "a mutant's header has no line '// ${field}: ...':\n${text}")
  endif()
  string(REGEX REPLACE "^// ${field}: " "" found "${found}")
  string(REGEX REPLACE "\n//   +" " " found "${found}")
  string(REPLACE "\\" "\\\\" found "${found}")
  string(REPLACE "\"" "\\\"" found "${found}")
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# mutant_entry(name "text" result): {"name", "defect", "seen in", "killed by", "cause"},
function(mutant_entry name text result)
  set(entry "{\"${name}\"")
  foreach(field IN ITEMS "Defect" "Seen in" "Killed by" "Cause")
    mutant_field("${text}" ${field} value)
    string(APPEND entry ",\n \"${value}\"")
  endforeach()
  set(${result} "${entry}},\n" PARENT_SCOPE)
endfunction()

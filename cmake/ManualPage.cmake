# Writes the manual page FILE of PROGRAM's command COMMAND (empty: of the program itself), PAGE, by
# HELP2MAN, which knows no commands of a program and takes lines of examples for one paragraph:
#   cmake -DPROGRAM=... -DCOMMAND=... -DPAGE=... -DVERSION=... -DHELP2MAN=... -DFILE=... -P
execute_process(COMMAND ${PROGRAM} ${COMMAND} --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
string(REGEX REPLACE "\\.?\n.*" "" sentence "${help}") # by which whatis knows the page
string(STRIP "${PROGRAM} ${COMMAND}" call)
execute_process(
  COMMAND ${HELP2MAN} --no-info --manual=bncheck --version-string=${VERSION} --name ${sentence}
          --output ${FILE} ${call} COMMAND_ERROR_IS_FATAL ANY)

file(READ ${FILE} text)
string(TOUPPER ${PAGE} title)
string(REGEX REPLACE "\n\\.TH BNCHECK[^ ]* " "\n.TH ${title} " text "${text}")
string(REGEX REPLACE "(\n\\.SH NAME\n)[^\n]* \\\\- " "\\1${PAGE} \\\\- " text "${text}")
string(REGEX REPLACE "(\n\\.SS \"examples?:\"\n\\.IP\n)(([^.\n][^\n]*\n)+)" "\\1.nf\n\\2.fi\n" text
                     "${text}")
file(WRITE ${FILE} "${text}")

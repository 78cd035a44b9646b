# Texts that the program writes of itself: completions for shells, and, where help2man is found,
# manual pages of it and its commands. An installation stops where they are not built.
set(texts)

foreach(shell bash zsh fish)
  set(file ${PROJECT_BINARY_DIR}/completion/bncheck.${shell})
  add_custom_command(
    OUTPUT ${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/completion
    COMMAND bncheck completion ${shell} > ${file}
    VERBATIM)
  list(APPEND texts ${file})
endforeach()
# Before the files themselves, of which one alone would be named.
install(CODE "if(NOT EXISTS \"${PROJECT_BINARY_DIR}/completion/bncheck.fish\")
  message(FATAL_ERROR \"Manual pages and completions are not built: first \"
                      \"cmake --build ${PROJECT_BINARY_DIR} --target package_parts\")
endif()" COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/bncheck.bash RENAME bncheck
        DESTINATION share/bash-completion/completions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/bncheck.zsh RENAME _bncheck
        DESTINATION share/zsh/site-functions COMPONENT program)
install(FILES ${PROJECT_BINARY_DIR}/completion/bncheck.fish
        DESTINATION share/fish/vendor_completions.d COMPONENT program)

find_program(HELP2MAN help2man)
if(HELP2MAN)
  foreach(command "" verify replay golden grade mutants bench merge list explain new completion)
    string(STRIP "bncheck ${command}" words)
    string(REPLACE " " - page ${words})
    string(TOUPPER ${page} title)
    set(file ${PROJECT_BINARY_DIR}/man/${page}.1)
    add_custom_command(
      OUTPUT ${file}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/man
      COMMAND ${HELP2MAN} --no-info --manual=bncheck --version-string=${PROJECT_VERSION}
              --name ${PROJECT_DESCRIPTION} --output ${file} "$<TARGET_FILE:bncheck> ${command}"
      COMMAND sed -i "s/^\\.TH BNCHECK /.TH ${title} /" ${file}
      DEPENDS bncheck
      VERBATIM)
    list(APPEND texts ${file})
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  endforeach()
else()
  message(STATUS "Manual pages: left out (help2man is missing)")
endif()
add_custom_target(bncheck_texts ALL DEPENDS ${texts})

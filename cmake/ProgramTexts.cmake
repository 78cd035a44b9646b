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

# The commands are those that the program adds, in whose order they are.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS bncheck/main.cpp)
file(STRINGS bncheck/main.cpp commands REGEX "commands::add_[a-z]+\\(program[,)]")
list(TRANSFORM commands REPLACE ".*add_([a-z]+).*" "\\1")

find_program(HELP2MAN help2man)
if(HELP2MAN)
  foreach(page bncheck ${commands})
    set(command)
    if(NOT page STREQUAL "bncheck")
      set(command ${page})
      string(PREPEND page bncheck-)
    endif()
    set(file ${PROJECT_BINARY_DIR}/man/${page}.1)
    add_custom_command(
      OUTPUT ${file}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${PROJECT_BINARY_DIR}/man
      COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:bncheck> -DCOMMAND=${command} -DPAGE=${page}
              -DVERSION=${PROJECT_VERSION} -DHELP2MAN=${HELP2MAN} -DFILE=${file}
              -P ${PROJECT_SOURCE_DIR}/cmake/ManualPage.cmake
      DEPENDS bncheck cmake/ManualPage.cmake
      VERBATIM)
    list(APPEND texts ${file})
    install(FILES ${file} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  endforeach()
else()
  message(STATUS "Manual pages: left out (help2man is missing)")
endif()
add_custom_target(bncheck_texts ALL DEPENDS ${texts})

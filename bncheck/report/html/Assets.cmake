# The page's template, styles and scripts are part of the program, and so is d3, where it is found.
find_file(BNCHECK_D3 d3.min.js PATHS /usr/share/nodejs/d3/dist /usr/share/javascript/d3
          DOC "D3 5, which draws the charts of HTML reports (Debian's node-d3)")
set(library "")
if(BNCHECK_D3 AND EXISTS "${BNCHECK_D3}")
  file(READ "${BNCHECK_D3}" library)
  message(STATUS "Charts of HTML reports: ${BNCHECK_D3}")
else()
  message(STATUS "Charts of HTML reports: left out, there is no d3.min.js (node-d3)")
endif()
foreach(asset page=page.html style=page.css script=page.js charts=charts.js licence=d3_licence.txt)
  string(REGEX MATCH "^([a-z]+)=(.+)$" _ "${asset}")
  set(name ${CMAKE_MATCH_1})
  set(file ${CMAKE_CURRENT_LIST_DIR}/${CMAKE_MATCH_2})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} ${name})
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/assets.cpp.in
               ${CMAKE_CURRENT_BINARY_DIR}/report/html/assets.cpp @ONLY)

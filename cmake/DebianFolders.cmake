# Run by cpack before it packs: Debian's zsh finds what packages bring in vendor-completions, and has
# site-functions for the administrator.
file(GLOB folders ${CPACK_TEMPORARY_DIRECTORY}/*/usr/share/zsh)
foreach(zsh IN LISTS folders)
  file(RENAME ${zsh}/site-functions ${zsh}/vendor-completions)
endforeach()

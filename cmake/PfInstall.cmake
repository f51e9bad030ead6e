# What `cmake --install` copies. The programs look for share/probface beside the folder they lie in, so the result may be
# moved as a whole.
include(GNUInstallDirs)

install(TARGETS probface RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/configs" DESTINATION share/probface FILES_MATCHING PATTERN "*.yaml")
install(FILES "${PROJECT_SOURCE_DIR}/resources/demo_backbone.safetensors" DESTINATION share/probface/resources)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" DESTINATION "${CMAKE_INSTALL_DOCDIR}" FILES_MATCHING PATTERN "*.md")

if(PF_WITH_QT)
  install(TARGETS probface-studio RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(FILES "${PROJECT_SOURCE_DIR}/packaging/probface-studio.desktop" DESTINATION share/applications)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/resources/icons/hicolor" DESTINATION share/icons)
  install(FILES "${PROJECT_SOURCE_DIR}/resources/icons/app.svg"
          DESTINATION share/icons/hicolor/scalable/apps RENAME probface-studio.svg)
endif()

# Nothing in a program names the source tree. From a build folder inside the tree a program finds configs/ and resources/
# in the folders above it; any other build folder gets links to them.
cmake_path(IS_PREFIX PROJECT_SOURCE_DIR "${PROJECT_BINARY_DIR}" NORMALIZE inside)
if(NOT inside)
  file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/share/probface")
  foreach(folder configs resources)
    file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${folder}" "${PROJECT_BINARY_DIR}/share/probface/${folder}" SYMBOLIC)
  endforeach()
endif()

# One INTERFACE target carries every flag, so that a target that forgets it is the exception one sees.
add_library(pf_flags INTERFACE)
target_compile_features(pf_flags INTERFACE cxx_std_20)
target_include_directories(pf_flags INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(pf_flags INTERFACE -Wall -Wextra -Wpedantic)
if(PF_WARNINGS_AS_ERRORS)
  target_compile_options(pf_flags INTERFACE -Werror)
endif()
# Contraction of a*b+c would make float results depend on the instruction set chosen per file.
target_compile_options(pf_flags INTERFACE -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees impossible overlaps in std::string (GCC bug 105651).
  target_compile_options(pf_flags INTERFACE -Wno-restrict)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(PF_SANITIZE)
  # GCC's manual: with a sanitizer -Wmaybe-uninitialized sees uses that are none.
  target_compile_options(pf_flags INTERFACE "-fsanitize=${PF_SANITIZE}" -fno-omit-frame-pointer -g1 -Wno-maybe-uninitialized)
  target_link_options(pf_flags INTERFACE "-fsanitize=${PF_SANITIZE}")
  if(PF_SANITIZE MATCHES "undefined")
    target_compile_options(pf_flags INTERFACE -fno-sanitize-recover=undefined)
    # Debian's LibTorch is built without type information for some bases that vptr checks ask for.
    target_compile_options(pf_flags INTERFACE -fno-sanitize=vptr)
    target_link_options(pf_flags INTERFACE -fno-sanitize=vptr)
  endif()
endif()

find_program(PF_CCACHE ccache)
if(PF_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The sloppiness lets ccache serve files that use a precompiled header; paths relative to the sources let the builds of
  # this tree (desktop, server) and its copies share what they compile alike.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${PF_CCACHE}")
else()
  # The places that LibTorch's checks name are relative to the sources, as ccache makes them.
  target_compile_options(pf_flags INTERFACE "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=")
endif()

# Adds a static library of the engine: pf_library(pf_x SOURCES a.cpp ... LINKS pf_base ...)
function(pf_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC pf_flags ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
endfunction()

# Lets the sources of a library that include core/nn/pch.h share pf_nn's precompiled form of it. The others do without:
# loading half a gigabyte takes longer than compiling a file that needs no LibTorch.
function(pf_reuse_precompiled_header name)
  target_precompile_headers(${name} REUSE_FROM pf_nn)
  get_target_property(sources ${name} SOURCES)
  foreach(source IN LISTS sources)
    file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${source}" uses REGEX "#include \"core/nn/pch.h\"")
    if(NOT uses)
      set_source_files_properties("${source}" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
  endforeach()
endfunction()

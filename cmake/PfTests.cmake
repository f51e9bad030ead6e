find_package(GTest REQUIRED)
# Tests call what is fast, they need not be: this saves a fifth of their compile time.
set(PF_TEST_OPTIONS $<$<CONFIG:Release>:-O1>)

# Adds a GoogleTest program: pf_test(metrics_test SOURCES a.cpp ... LINKS pf_metrics ...)
#   SHARDS n         processes the program's tests are spread over, 1 if not given. Not one process a test: loading
#                    LibTorch takes 0.7 s each time, which was half of a whole check.
#   TIMEOUT seconds  of one shard; 1200 if not given
#   PRECOMPILED x    a header to precompile, or a library of the same flags whose precompiled header is shared
#   SCREEN           every shard gets a virtual screen of its own, or runs offscreen where there is none
function(pf_test name)
  cmake_parse_arguments(arg "SCREEN" "TIMEOUT;SHARDS;PRECOMPILED" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE pf_flags ${arg_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE ${PF_TEST_OPTIONS})
  if(arg_PRECOMPILED MATCHES "\\.h$")
    target_precompile_headers(${name} PRIVATE "${PROJECT_SOURCE_DIR}/${arg_PRECOMPILED}")
  elseif(arg_PRECOMPILED)
    target_precompile_headers(${name} REUSE_FROM ${arg_PRECOMPILED})
  endif()
  target_compile_definitions(${name} PRIVATE PF_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 1200)
  endif()
  if(NOT arg_SHARDS)
    set(arg_SHARDS 1)
  endif()
  set(launcher "")
  if(arg_SCREEN)
    set(launcher "${PROJECT_SOURCE_DIR}/packaging/with_screen.sh" --or-offscreen)
  endif()
  foreach(shard RANGE 1 ${arg_SHARDS})
    math(EXPR index "${shard} - 1")
    set(test ${name})
    if(arg_SHARDS GREATER 1)
      set(test ${name}.${shard}of${arg_SHARDS})
    endif()
    add_test(NAME ${test} COMMAND ${launcher} $<TARGET_FILE:${name}>)
    set_tests_properties(${test} PROPERTIES TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${arg_SHARDS};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

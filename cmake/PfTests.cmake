find_package(GTest REQUIRED)
include(GoogleTest)

# Adds a GoogleTest program: pf_test(metrics_test SOURCES a.cpp ... LINKS pf_metrics ...)
#   TIMEOUT seconds  of one test; 300 if not given
#   LOCK name        tests with the same lock never run at the same time
function(pf_test name)
  cmake_parse_arguments(arg "" "TIMEOUT;LOCK" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE pf_flags ${arg_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE PF_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/tests")
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  set(properties TIMEOUT ${arg_TIMEOUT})
  if(arg_LOCK)
    list(APPEND properties RESOURCE_LOCK ${arg_LOCK})
  endif()
  # Found when ctest runs, not after linking: a program that cannot start is a failed test, not a failed build.
  # The first start of a program on LibTorch reads 400 MB of libraries: from a cold disk that takes more than the usual 5 s.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 PROPERTIES ${properties})
endfunction()

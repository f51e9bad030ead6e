add_executable(probface
  cli/command_compare.cpp
  cli/command_compare_methods.cpp
  cli/command_demo.cpp
  cli/command_embed.cpp
  cli/command_evaluate.cpp
  cli/command_gallery.cpp
  cli/command_train.cpp
  cli/command_validate.cpp
  cli/console.cpp
  cli/evaluation_arguments.cpp
  cli/evaluation_console.cpp
  cli/main.cpp
  cli/model_arguments.cpp
  cli/training_console.cpp)
target_link_libraries(probface PRIVATE pf_flags pf_session CLI11::CLI11 nlohmann_json::nlohmann_json)

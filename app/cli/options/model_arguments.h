// The options of every command that uses a trained model.
#pragma once

#include <string>
#include <vector>

#include "app/cli/options/command.h"
#include "core/session/model/face_model.h"

namespace pf::cli {

struct ModelArguments {
    std::string model;
    std::vector<std::string> settings;
};

/// Adds --model, --set and --backbone, which becomes an assignment among the --set ones. Returns --model.
CLI::Option* addModelOptions(CLI::App& command, ModelArguments& arguments);

inline FaceModel openModel(const ModelArguments& arguments) {
    return FaceModel(arguments.model, arguments.settings);
}

}  // namespace pf::cli

// --root: where the images of a list are.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/base/list_source.h"

namespace pf::cli {

/// Adds --root, which withListRoot() puts behind the lists among the sources.
inline void addRootOption(CLI::App& command, std::string& root) {
    command.add_option(
        "--root", root,
        "Folder that the paths of a list start from, where it is not the list's own or one above; "
        "also LIST@FOLDER, wherever images are named");
}

}  // namespace pf::cli

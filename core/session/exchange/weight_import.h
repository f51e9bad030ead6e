// What became of weights of other programs.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace pf {

struct ImportOutcome {
    std::vector<std::filesystem::path> files;
    std::string description;  ///< of the network
    bool headIncluded = false;
    std::vector<std::string> unused;  ///< tensors of the file that the network has no place for
    /// Where names differ: the network's tensor and the file's that went into it.
    std::vector<std::pair<std::string, std::string>> matched = {};
    std::vector<std::string> notes = {};  ///< what was concluded from shapes, what could not be checked
};

}  // namespace pf

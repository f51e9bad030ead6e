// A list of images whose paths start from another folder than its own.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pf {

/// As it is written wherever images are named: `LIST@FOLDER`.
struct ListSource {
    std::string list;
    std::string root;
};

/// The parts of `source`; nothing when it exists as it stands, or what stands before its '@' is not a
/// file.
std::optional<ListSource> listSourceOf(const std::string& source);

/// Whether a file is a list of faces by its suffix: .txt, .lst, .list, .csv or .tsv.
bool hasListSuffix(const std::string& file);

/// The sources with `root` behind each that is a list; as they are for an empty root.
/// Throws: Error(Config) when none of them is a list.
std::vector<std::string> withListRoot(std::vector<std::string> sources, const std::string& root);

}  // namespace pf

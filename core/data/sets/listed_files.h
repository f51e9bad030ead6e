// The files that a list means, where its names do not say exactly where they are.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pf {

/// Which file each name of a list is.
struct ListedFiles {
    std::vector<std::optional<std::filesystem::path>> files;  ///< in the order of the names
    std::vector<std::string> notes;                           ///< how names were matched, a sentence each
    std::string nearestTo;                                    ///< the first name that was not found
    std::string nearest;  ///< the file whose name is nearest to it; "" for none
};

/// Finds image files below `root` by names that are relative to it: as they stand, else by the rules of
/// matchNames among all images below it, of at most a few hundred thousand entries. Where some names are
/// files as they stand (or `othersAreThere`), the others must be in the folders they say: a copy elsewhere is
/// another picture. What fits several files is not found. Cost: a look at each name; a walk below `root`
/// where one is missing.
ListedFiles findListedFiles(const std::filesystem::path& root, const std::vector<std::string>& names,
                            bool othersAreThere = false);

/// The folder that a list's relative names start from: its own, or the nearest one above in which one of the
/// names is a file; its own when none is. Cost: a look at the first names for each folder.
std::filesystem::path listRoot(const std::filesystem::path& list, const std::vector<std::string>& names);

}  // namespace pf

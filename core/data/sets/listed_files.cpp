#include "core/data/sets/listed_files.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/files/path_places.h"
#include "core/base/names/name_folding.h"
#include "core/base/names/name_matches.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/images/image_header.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kMostEntries = 400'000;
constexpr std::size_t kNamesTried = 50;
constexpr std::size_t kFoldersAbove = 4;

/// The images below a folder, by their paths relative to it; none when there are too many entries.
std::vector<std::string> imagesBelow(const fs::path& root) {
    std::vector<std::string> names;
    std::error_code failure;
    std::size_t entries = 0;
    auto entry =
        fs::recursive_directory_iterator(root, fs::directory_options::skip_permission_denied, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        if (++entries > kMostEntries) {
            return {};
        }
        const fs::path& path = entry->path();
        if (path.filename().native().starts_with('.')) {
            entry.disable_recursion_pending();
        } else if (hasImageExtension(path) && pathIsFile(path)) {
            names.push_back(path.lexically_relative(root).string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// How many folders a name goes through.
std::ptrdiff_t depthOf(const std::string& name) {
    const std::string plain = foldedName(name, NameFold::Slashes);
    return std::count(plain.begin(), plain.end(), '/');
}

}  // namespace

ListedFiles findListedFiles(const fs::path& root, const std::vector<std::string>& names,
                            bool othersAreThere) {
    ListedFiles found;
    std::vector<std::string> missing;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const fs::path path = root / names[i];
        const bool isThere = !names[i].empty() && pathIsFile(path);
        found.files.push_back(isThere ? std::optional(path) : std::nullopt);
        if (!isThere) {
            missing.push_back(names[i]);
            places.push_back(i);
        }
    }
    if (missing.empty()) {
        return found;
    }
    othersAreThere = othersAreThere || missing.size() < names.size();
    const std::vector<std::string> images = imagesBelow(root.empty() ? "." : root);
    const ImageNames index(images);
    NameMatches matches = matchNames(index, missing, {.sharesRows = true, .leavesAmbiguous = true});
    std::size_t elsewhere = 0;
    std::string example;
    for (std::size_t i = 0; i < missing.size(); ++i) {
        const auto row = matches.rows[i];
        const bool isElsewhere = row && depthOf(missing[i]) != depthOf(images[*row]);
        if (!row || (isElsewhere && othersAreThere)) {
            if (found.nearestTo.empty()) {
                found.nearestTo = missing[i];
                found.nearest = nearestName(images, missing[i]);
            }
            continue;
        }
        found.files[places[i]] = root / images[*row];
        if (isElsewhere && elsewhere++ == 0) {
            example = "'" + missing[i] + "' is taken for '" + images[*row] + "'";
        }
    }
    found.notes = std::move(matches.notes);
    if (elsewhere > 0) {
        found.notes.push_back(formatCount(elsewhere) + (elsewhere == 1 ? " path is" : " paths are") +
                              " found in another folder: " + example);
    }
    return found;
}

fs::path listRoot(const fs::path& list, const std::vector<std::string>& names) {
    const fs::path own = list.parent_path();
    std::error_code failure;
    fs::path folder = fs::absolute(own.empty() ? "." : own, failure).lexically_normal();
    const auto tried = static_cast<std::ptrdiff_t>(std::min(names.size(), kNamesTried));
    for (std::size_t above = 0; !failure && above <= kFoldersAbove; ++above) {
        const bool has = std::any_of(names.begin(), names.begin() + tried, [&](const std::string& name) {
            return !name.empty() && pathIsFile(folder / name);
        });
        if (has) {
            return above == 0 ? own : folder;
        }
        if (!folder.has_relative_path()) {
            break;
        }
        folder = folder.parent_path();
    }
    return own;
}

}  // namespace pf

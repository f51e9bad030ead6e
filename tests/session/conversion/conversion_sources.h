// What the tests of conversions share: small synthetic sources, and what a copy must keep of them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/data/face_set.h"
#include "core/session/conversion/conversion.h"
#include "core/session/images.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf::test {

inline const std::string kFaces = "synthetic:identities=12,images=3,seed=4,size=32";
inline const std::string kPairs = "synthetic:identities=6,images=4,pairs=20,seed=4,size=32";

inline ConvertOutcome convert(const ConvertRequest& request) {
    RunControl control;
    return convertImages(request, control, nullptr);
}

/// Stops after `images` images.
inline ConvertOutcome convertUntil(const ConvertRequest& request, long long images) {
    RunControl control;
    return convertImages(request, control, [&](const Progress& progress) {
        if (progress.done >= images && progress.phase == Phase::Saving) {
            control.requestStop();
        }
    });
}

/// Every file below `folder` by its relative path; working folders too.
inline std::map<std::string, std::string> filesBelow(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) {
            files[entry.path().lexically_relative(folder).string()] = readTextFile(entry.path());
        }
    }
    return files;
}

/// What a copy must share with its source.
struct Contents {
    std::vector<Bytes> images;
    std::vector<int> labels;
    std::vector<std::string> identities;
    std::vector<bool> same;
    bool operator==(const Contents&) const = default;
};

inline Contents contentsOf(const std::string& source) {
    const auto faces = openImages({source}).faces();
    Contents contents;
    for (std::size_t i = 0; i < faces->size(); ++i) {
        contents.images.push_back(faces->encoded(i));
        contents.labels.push_back(faces->info(i).label);
    }
    contents.identities = faces->identities();
    contents.same = faces->pairIsSame();
    return contents;
}

inline std::string sharedFile(const std::string& name) {
    return (std::filesystem::path(PF_SOURCE_DIR) / ".." / "shared" / "data" / name).string();
}

/// A folder with broken images, equal names, and an identity of which nothing can be used.
inline std::string damagedFaces(const TemporaryFolder& folder) {
    convert({.sources = {kFaces}, .out = folder / "a"});
    std::filesystem::copy(folder / "a", folder / "damaged", std::filesystem::copy_options::recursive);
    std::vector<std::filesystem::path> identities;
    for (const auto& entry : std::filesystem::directory_iterator(folder / "damaged")) {
        identities.push_back(entry.path());
    }
    std::sort(identities.begin(), identities.end());
    for (const auto& entry : std::filesystem::directory_iterator(identities[4])) {
        std::filesystem::resize_file(entry.path(), 100);
    }
    std::filesystem::resize_file(std::filesystem::directory_iterator(identities[7])->path(), 0);
    std::ofstream(identities[2] / "notes.txt") << "no image";
    return (folder / "damaged").string();
}

}  // namespace pf::test

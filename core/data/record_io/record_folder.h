// Folders of RecordIO files with their property files, as insightface's datasets are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// The .rec files directly in a folder, numbered parts in the order of their numbers.
std::vector<std::filesystem::path> recordFilesIn(const std::filesystem::path& folder);

/// "identities,height,width".
struct RecordProperty {
    std::filesystem::path file;
    bool isShared = false;  ///< the folder's `property`, with several .rec files in it
    std::uint64_t identities = 0;
    std::uint64_t height = 0;
    std::uint64_t width = 0;
};

/// Reads NAME.property beside a .rec, else `property` in its folder; nothing when there is none. One that
/// does not have the three numbers is told of in `wrong`.
std::optional<RecordProperty> readRecordProperty(const std::filesystem::path& record,
                                                 std::vector<std::string>& wrong);

/// Opens the .rec of a folder such as insightface's datasets are: the only one, or train.rec, or NAME_0.rec,
/// NAME_1.rec
/// ... together. Labels of the same name are one person when the parts share the folder's `property`; with a
/// property each they are different ones. Throws: Error(Data) naming the files when it is not clear which is
/// meant.
FaceSetPtr openRecordFolder(const std::filesystem::path& folder);

}  // namespace pf

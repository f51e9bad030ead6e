// Folders of RecordIO files, as insightface's datasets are.
#pragma once

#include <filesystem>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// The .rec files directly in a folder, numbered parts in the order of their numbers.
std::vector<std::filesystem::path> recordFilesIn(const std::filesystem::path& folder);

/// Opens the .rec of a folder such as insightface's datasets are: the only one, or train.rec, or NAME_0.rec,
/// NAME_1.rec
/// ... together. Labels of the same name are one person when the parts share the folder's `property`; with a
/// property each they are different ones. Throws: Error(Data) naming the files when it is not clear which is
/// meant.
FaceSetPtr openRecordFolder(const std::filesystem::path& folder);

}  // namespace pf

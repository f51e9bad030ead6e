// insightface's verification sets (.bin): a pickle of (list of encoded images, list of issame).
#pragma once

#include <filesystem>

#include "core/data/face_set.h"

namespace pf {

/// Opens a .bin set; image k is named "file.bin#k", pair k is images 2k and 2k + 1.
/// The file is held in memory, so that a file replaced during a run changes nothing.
/// Throws: Error(Data) naming the file when it is no such pickle, or the counts of images and pairs differ.
FaceSetPtr openPairBin(const std::filesystem::path& file);

}  // namespace pf

// Folders of face images.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// One file of a set.
struct FaceFile {
    std::filesystem::path path;
    FaceInfo info;
};

/// A set of image files. Files are not opened before `decode`.
FaceSetPtr makeFileSet(std::vector<FaceFile> files, std::vector<std::string> identities,
                       SetAccount account = {});

/// Opens a folder with one folder of images per identity, or, without sub-folders that hold images, a folder
/// of images of unknown identity. Folders inside an identity's folder are not entered. Hidden and system
/// entries (isSystemName) are nobody: one note counts them. Files that are clearly no images (.txt, .json
/// ...) are counted in one entry of `skipped`; broken links and link loops are listed one by one. Identities
/// whose folders this user may not read are named in a note of their own. Determinism: identities and images
/// are in byte order of their names. A folder without images but with .rec files is opened by
/// openRecordFolder. Throws: Error(Data) naming the folder and what was expected when nothing usable is
/// found; Error(Io) when the machine fails, or many people's folders in a row may not be read.
FaceSetPtr openFaceFolder(const std::filesystem::path& folder);

}  // namespace pf

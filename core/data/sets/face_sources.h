// Opening whatever kind of face set a path names.
#pragma once

#include <string>

#include "core/data/face_set.h"

namespace pf {

/// Opens a folder of images or of RecordIO files, an MXNet .rec (also by its .idx or property), an
/// insightface .bin, a list (.txt .lst .csv) or a single image. Throws: Error(Data) naming the path and what
/// was expected there.
FaceSetPtr openFaceSet(const std::string& path);

}  // namespace pf

// MXNet RecordIO files as sets of faces.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// Opens a .rec, insightface's or im2rec's, with what lies beside it: NAME.idx (without it the .rec is read
/// through once), NAME.property or `property` ("identities,height,width", compared with what is there) and
/// NAME.lst (names). Images are in the file's order and named "NAME.rec#key", or by the .lst; identities by
/// their number in the file, or by the folders of the .lst where every identity has its own. The file stays
/// open; images are read when asked for, from any thread. What cannot be used is in `skipped` with its byte,
/// what else is wrong in `notes`. `contentKey` tells records apart without reading them; `hash` also covers
/// where they lie. `notes` are put in front of the set's own. Throws: Error(Data) naming the file when it is
/// no RecordIO or has no image, Error(Io). Cost: 16 bytes an image, 8 more for each of a .lst and keys that
/// are not consecutive.
FaceSetPtr openRecordSet(const std::filesystem::path& record, std::vector<std::string> notes = {});

}  // namespace pf

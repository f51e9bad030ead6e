// Which photos there are to align, what they are called, and which lines of a landmark list belong to them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/names/system_names.h"
#include "core/data/align/landmark_list.h"

namespace pf {

/// One photo.
struct Photo {
    std::filesystem::path path;
    /// Its place among the crops: the folder and name it has in the source, without extension, never leading
    /// out of the folder of crops, and no other photo's.
    std::filesystem::path stem;
    std::vector<std::size_t> faces;  ///< of the landmark list
    std::string missing;             ///< why there is no such photo; empty when it was seen
};

struct PhotoPlan {
    std::vector<Photo> photos;
    std::size_t otherFiles = 0;      ///< files of the folders that are no pictures (.txt, .csv ...)
    SystemNames systemNames;         ///< entries of the folders that are nobody's photos
    std::vector<std::string> notes;  ///< what else there is to say of the sources
    bool complete = true;            ///< false when stopped, or at the limit
};

struct PhotoPlanOptions {
    std::size_t limit = std::numeric_limits<std::size_t>::max();  ///< for previews
    std::filesystem::path without;                                ///< a folder not to enter, the crops'
    std::stop_token stop;
};

/// Finds the photos of `sources`: folders with all that is below them, lists of images, image files. Pictures
/// in formats that cannot be read (.gif, .tif, .heic ...) are among them, so that they are accounted for;
/// hidden and system entries (isSystemName) are not: a note counts them.
///
/// With a landmark list its faces are given to their photos: by the name in the list as it lies below a
/// source; else by as many of the last parts of either path as agree. Listed photos that are in no source
/// come last, with `missing` said. Without sources the list names the photos, from its own folder or the
/// "images" folder in it. Determinism: folders in byte order of names, then the order of the list. Throws:
/// Error(Data) naming a source that cannot be used, a folder that cannot be read, or a name of the list that
/// fits several photos.
PhotoPlan planPhotos(const std::vector<std::string>& sources, const LandmarkList* landmarks,
                     const PhotoPlanOptions& options = {});

}  // namespace pf

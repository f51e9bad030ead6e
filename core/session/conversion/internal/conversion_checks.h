// Whether a face set can become what is asked for, and whether it is still the same set.
#pragma once

#include <string>
#include <vector>

#include "core/data/face_set.h"
#include "core/session/conversion/conversion.h"

namespace pf {

/// The label of every image of a set that the format can hold.
/// Throws: Error(Config) saying why it cannot and which format can; Error(Data) for an empty set.
std::vector<int> requireFits(const FaceSet& faces, FaceFormat format);

/// Differs when the set does: FaceSet::hash, and size and time of the sources that are single files, as the
/// hash knows nothing of what is inside.
std::string sourceKey(const FaceSet& faces, const std::vector<std::string>& sources);

/// Throws: Error(Config) when `out` lies inside a folder that is a source: it would be part of it the next
/// time.
void requireOutside(const std::filesystem::path& out, const std::vector<std::string>& sources);

}  // namespace pf

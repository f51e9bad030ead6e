// Finding the lines of a landmark list that belong to a photo. Internal to the photo plan.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/align/photo_plan.h"

namespace pf {

/// A listed name with '/' between its parts and without "./".
std::string plainName(const std::string& name);

/// Gives each photo the faces listed for it; `relative` is each photo's path below its source. Returns the
/// listed faces that no photo has. Throws: Error(Data) with the list's line for a name that fits several
/// photos.
std::vector<std::size_t> giveLandmarks(std::vector<Photo>& photos,
                                       const std::vector<std::filesystem::path>& relative,
                                       const LandmarkList& landmarks);

}  // namespace pf

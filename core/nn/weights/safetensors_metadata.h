// What a safetensors file says of itself, without its tensors.
#pragma once

#include <filesystem>

#include "core/nn/weights/safetensors.h"

namespace pf {

/// SafetensorsFile::metadata. Only the table is read, so only the table is verified.
/// Throws: as readSafetensors.
Metadata readSafetensorsMetadata(const std::filesystem::path& path,
                                 const SafetensorsReadOptions& options = {});

}  // namespace pf

// The folder that an alignment writes to. Internal to the alignment.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/alignment/internal/alignment_writer.h"

namespace pf {

/// Throws: Error(Config) when the folder is not named, is or lies in a folder of photos, holds one, is not
/// empty and not to be resumed, or is to be resumed and no alignment's.
void checkAlignmentFolder(const AlignRequest& request);

/// Makes the folder with its alignment.yaml, or checks that it was begun with the same settings; what is
/// finished in it. Throws: Error(Config, Data, Io).
FinishedPhotos openAlignmentFolder(const AlignRequest& request, const AlignSettings& settings,
                                   const std::string& reading);

}  // namespace pf

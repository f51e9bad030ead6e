// The folder that an alignment writes to. Internal to the alignment.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/session/alignment/internal/alignment_report.h"

namespace pf {

/// Throws: Error(Config) when the folder is not named, is or lies in a folder of photos, holds one, is not
/// empty and not to be resumed, or is to be resumed and no alignment's.
void checkAlignmentFolder(const AlignRequest& request);

/// The lines of photos that an earlier run finished, by the crop of their first face. Photos of which not all
/// lines are there are not among them.
using FinishedPhotos = std::unordered_map<std::string, std::vector<AlignRow>>;

/// Writes the folder's alignment.yaml, or checks that it was begun with the same settings; what is
/// finished in it: what its report says and what a run that was ended left of its own, both now in
/// alignment.csv. Throws: Error(Config, Data, Io).
FinishedPhotos openAlignmentFolder(const AlignRequest& request, const AlignSettings& settings,
                                   const std::string& reading);

}  // namespace pf

// What an alignment leaves beside its crops, a line per face and the settings, and the folder that takes
// them. Internal to the alignment.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/session/alignment/internal/alignment_photo.h"

namespace pf {

/// One line of alignment.csv: a crop, or a photo without any.
struct AlignRow {
    std::string photo;
    std::string crop = {};  ///< below the folder of crops, with '/'; empty for a photo without
    std::size_t face = 0;   ///< 1, 2 ... of `faces`; 0 of 0 for a photo without
    std::size_t faces = 0;
    PhotoFace found = {};  ///< score, box and points; no pixels, no remarks
    std::vector<PhotoRemark> remarks = {};
};

/// The report, and what it is called while the work runs.
inline constexpr const char* kAlignmentReport = "alignment.csv";
inline constexpr const char* kAlignmentPart = "alignment.csv.part";

std::string alignCsvHeader();
std::string alignCsvLine(const AlignRow& row);

/// Reads what `alignCsvLine` wrote. A last line without its end, as an ended process leaves it, is passed
/// over when `mayBeCut`. Throws: Error(Data) with file:line for anything else that is no such file.
std::vector<AlignRow> readAlignCsv(const std::filesystem::path& file, bool mayBeCut);
std::vector<AlignRow> parseAlignCsv(std::string_view text, const std::string& file, bool mayBeCut);

/// What decides the crops: must not change when an alignment goes on. Name and value, in reading order.
using AlignSettings = std::vector<std::pair<std::string, std::string>>;

/// `evidence` is the SHA-256 of the landmark list or the detector.
AlignSettings alignSettings(const AlignRequest& request, const std::string& evidence);

/// The text of alignment.yaml. `outcome` is null while the work has not ended.
std::string alignYaml(const AlignRequest& request, const AlignSettings& settings, const std::string& reading,
                      const AlignOutcome* outcome);

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

// Qualities of images as another program measured them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/results/embedding_set.h"

namespace pf {

/// A quality for the images of a set.
struct QualityReadings {
    std::vector<double> values;  ///< [N], in the order of the set; NaN where there is none
    std::string column;          ///< the one that was read; "" when the file names none
    std::unordered_map<std::uint32_t, std::string> missing;  ///< why a row has none
    std::vector<std::string> notes;  ///< how the file was read, where that is not obvious, a sentence each
};

/// Reads one quality per embedding from a table (CSV, TSV, OFIQ's with ';', or columns between blanks), with
/// a header or without. Images are named by the column that columnOfNames finds, else by the first that is
/// text, and found by matchNames; lines of images that are not among the embeddings are not looked at. The
/// quality is the column `column` (without a header: its number, from 1); when that is empty: `quality`,
/// OFIQ's `UnifiedQualityScore.scalar` or `UnifiedQualityScore`, `score`, else the only other column whose
/// first value is a number. Numbers may stand in brackets. An image has no quality when it has no line, its
/// line is short or its field empty, not finite or a word for that ("NA", "None"), or when the number is -1
/// and no other of the file is negative, as OFIQ and others mark what they could not measure, or 255 where
/// all others are whole and up to 100, as ISO/IEC 29794 does; OFIQ marks its native values in their `.scalar`
/// column. An image listed twice with equal numbers is read once. Throws: Error(Io), Error(Data) with file
/// and line: no such column, or no single one to choose (the message lists those there are), a value that is
/// no number, an image that fits more than one embedding, two different numbers of one image (both are
/// shown); no quality for any embedding (with the nearest name).
QualityReadings readQuality(const std::filesystem::path& file, const EmbeddingSet& set,
                            const std::string& column = "");

/// What a quality file holds, without a set.
struct QualityOutline {
    std::size_t images = 0;  ///< names, each once
    std::string column;      ///< that readQuality takes; "" when the file names none
    bool isSure = false;     ///< it can be nothing else: a list of faces has whole numbers beside names too
};

/// The outline of a file that can be qualities: its header names one, or its first line is a name and a
/// number, in either order. It is sure where the header calls it quality or score, or the number has a
/// fraction. Nothing for any other, as for scores of pairs. Throws: Error(Io), Error(Data) as readQuality.
std::optional<QualityOutline> qualityOutline(const std::filesystem::path& file);

}  // namespace pf

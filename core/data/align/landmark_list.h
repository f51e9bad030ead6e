// Lists of photos with five landmarks each.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/align/similarity.h"

namespace pf {

/// The order of the ten numbers.
enum class PointOrder {
    Pairs,    ///< x1 y1 x2 y2 x3 y3 x4 y4 x5 y5
    Columns,  ///< x1 x2 x3 x4 x5 y1 y2 y3 y4 y5, as PFE's lists (align_dataset.py --transpose_input)
};

enum class LabelPlace { None, AfterName, AtEnd };

/// One face of a photo; a photo with several faces has several lines.
struct ListedFace {
    std::string name;  ///< as it stands in the list
    std::string label;
    FacePoints points{};
    std::size_t line = 0;
};

/// A list as it was read.
struct LandmarkList {
    std::filesystem::path file;
    PointOrder order = PointOrder::Pairs;
    LabelPlace label = LabelPlace::None;
    std::vector<ListedFace> faces;
    std::string sha256;

    /// "x1 y1 ... x5 y5, 40 faces" or "x1 ... x5 y1 ... y5 with a label after the name, 13,233 faces".
    std::string describe() const;
    /// "landmarks.txt:12".
    std::string place(const ListedFace& face) const {
        return file.filename().string() + ":" + std::to_string(face.line);
    }
};

/// Above this distance from the template's shape (shapeDistance) five points hardly are a face; heads turned
/// by 90 degrees reach 0.73, by 60 degrees 0.47.
inline constexpr double kOddShape = 0.75;

/// Reads a list with one face per line: a name and ten numbers, blanks, tabs or commas between them, perhaps
/// a label after the name or at the end. Which order the numbers have and where the label stands is decided
/// for the whole file, by which reading makes the lines look like faces (left eye, right eye, nose, left and
/// right mouth corner, turned in the picture as they may be). Empty lines, lines that start with '#' and a
/// header line of words are passed over. Points that coincide are kept, as detectors write them for photos
/// without a face. Throws: Error(Io) when the file cannot be read; Error(Data) with file:line for a line that
/// is cut or no landmarks, for a line that is a face only in another order than the others, and for a file of
/// which no line, or not enough of them, tells the order (also when left and right are exchanged). Cost:
/// linear; about 400 bytes a face.
LandmarkList readLandmarkList(const std::filesystem::path& file);

/// The same for text in memory; `file` is the name in messages.
LandmarkList parseLandmarkList(std::string_view text, const std::filesystem::path& file);

}  // namespace pf

// Which kind of pair list a file is: the one place that decides it, for reading and for saying what a file
// is.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/table_reader.h"

namespace pf {

enum class PairListLayout {
    Lfw,        ///< LFW's pairs.txt: `name i j` and `name1 i name2 j`
    Table,      ///< `a b same`, maybe with subjects
    TwoLines,   ///< CPLFW's and CALFW's: `name same`, two lines a pair
    Templates,  ///< IJB's pairs of templates, which name no images
};

/// The columns of a table of pairs.
enum class PairColumn : std::size_t { A, B, Same, SubjectA, SubjectB };
inline constexpr std::size_t kPairColumns = 5;

/// How a pair list is written.
struct PairListForm {
    PairListLayout layout = PairListLayout::Table;
    bool isDoubtful = false;    ///< LFW's first line, and no pair below it
    bool hasFirstLine = false;  ///< LFW's numbers of pairs, or the names of a table's columns
    char separator = ' ';       ///< of LFW's lines, and of a pair's two
    bool isOpposite = false;    ///< the flag says that the images show two persons: a column `different`
    std::vector<std::string> unread;  ///< columns of a table that say nothing of the pairs
    std::array<std::optional<std::size_t>, kPairColumns> columns;  ///< of a table: where each stands

    std::optional<std::size_t> at(PairColumn column) const {
        return columns[static_cast<std::size_t>(column)];
    }
};

/// The numbers in the first line of LFW's layout: "10 300", or "1100" for one fold.
struct LfwCounts {
    std::size_t folds = 1;
    std::size_t pairsOfAKind = 0;  ///< in a fold: so many genuine and so many impostor pairs
};
std::optional<LfwCounts> lfwCounts(std::string_view line);

/// A line of LFW's layout, taken apart: pictures `i` of `nameA` and `j` of `nameB`.
struct LfwLine {
    std::string nameA;
    std::string nameB;
    unsigned i = 0;
    unsigned j = 0;
    bool same = false;
};
/// Between blanks a name may hold blanks where that leaves no doubt. Nothing when the line is none of these.
std::optional<LfwLine> lfwLine(std::string_view line, char separator);

/// What a table says of a pair: 1 for the same person, else 0 or -1. Written as a number (also "1.0" and
/// "00001"), true or false, yes or no, genuine or impostor, same or different. Nothing for any other text.
std::optional<int> pairFlag(std::string_view text);

/// Whether all of a field is a finite number.
bool isNumber(std::string_view text);
/// That number. Throws: Error(Data) at `place` naming the column when it is none.
double requireNumber(std::string_view text, const std::string& column, const std::string& place);

/// The column of a table's header that says whether a pair shows one person.
struct FlagColumn {
    std::optional<std::size_t> column;
    bool isOpposite = false;  ///< it says that the pair shows two: `different`
};
FlagColumn flagColumn(const TableReader::Fields& header);
/// Whether a table's header names both images of a pair.
bool namesBothImages(const TableReader::Fields& header);
/// Whether a name ends as a file of an image does: ".jpg".
bool hasImageType(std::string_view name);

/// The form of a pair list, by its name and its first lines; nothing when it is none: a list of faces
/// (`path label`, im2rec's or insightface's columns), qualities, or something else. Throws: Error(Io),
/// Error(Data) for what is not text, and for a table without a header in which two columns can be the flag.
std::optional<PairListForm> pairListForm(const std::filesystem::path& file);

}  // namespace pf

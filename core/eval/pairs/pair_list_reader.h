// Reads lists of pairs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pf {

/// Pairs by the names of their images, in columns, as a list file gives them.
struct NamedPairs {
    std::vector<std::string> a;
    std::vector<std::string> b;
    std::vector<std::uint8_t> same;     ///< 1 for a genuine pair
    std::vector<std::string> subjectA;  ///< empty when the list does not say who is who
    std::vector<std::string> subjectB;
    std::string source;       ///< the list's path, for messages
    bool isLfw = false;       ///< in LFW's layout: the images' names are made of people's names and numbers
    std::string placeOfZero;  ///< of LFW's layout: the first line that counts a picture as 0
    std::vector<std::string> notes;  ///< what to know of the list, a sentence each

    std::size_t size() const { return same.size(); }
    bool knowsSubjects() const { return !subjectA.empty(); }
};

/// Reads a pair list, in the form that pairListForm finds:
/// - the layout of LFW's pairs.txt: `name i j` for a genuine pair and `name1 i name2 j` for an impostor pair
///   of the images "name/name_000i.jpg", between tabs, commas or blanks. Names are the subjects. The first
///   line may give the numbers of folds and of pairs ("10 300", "1100"); where the lines are others, a note
///   says so.
/// - otherwise a table, separated by tabs, ';', ',' or blanks: `a b same`, or `a b same subject_a subject_b`,
///   with `same` as pairFlag reads it. A header line with these names may come first; then the columns may
///   stand in any order, a column `different` is the opposite of `same`, and a note names the columns that
///   are not read. Without one, `same` may also come first, and columns behind it are not read;
/// - `name same` in two lines a pair, as CPLFW and CALFW have it.
/// A note says when pairs are listed more than once. Blank lines do not count. Throws: Error(Io), Error(Data)
/// with file and line: a wrong number of columns, columns that are none of these, `same` of another value or
/// both 0 and -1, a number that is none, an image paired with itself, a pair listed as both, subjects that
/// contradict `same`; a list of templates, and one without pairs.
NamedPairs readPairList(const std::filesystem::path& file);

}  // namespace pf

// Pair lists: which images are compared, by their names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/eval/embedding_set.h"
#include "core/eval/pair_index.h"

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
/// of
///   the images "name/name_000i.jpg", between tabs, commas or blanks. Names are the subjects. The first line
///   may give the numbers of folds and of pairs ("10 300", "1100"); where the lines are others, a note says
///   so.
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

/// The pairs of a list as rows of a set.
struct ResolvedPairs {
    PairIndex pairs;
    std::vector<std::string> notes;  ///< of the list, and which names had to be matched by what they share
};

struct ResolveOptions {
    bool strict = false;  ///< an image that is not among the embeddings is an error
};

/// The rows of the pairs, found by matchNames; of embeddings without names, the numbers of a list that names
/// images by numbers. Pairs of images that are not among the embeddings are left out
/// and accounted for, with the reason where the set has one. Subjects are those of the list, numbered in the
/// order in which they occur; of a list without them, the labels of the set when all are known.
/// Throws: Error(Data) when no pair is left, or images are missing and options.strict (their number, the
/// first names and the nearest there is); when images fit more than one embedding or share one; when a list
/// counts pictures from 0 and there are none with that number; when the set's labels contradict `same`.
ResolvedPairs resolvePairs(const NamedPairs& pairs, const EmbeddingSet& set,
                           const ResolveOptions& options = {});

/// Gives `pairs` the subjects of a list that is in the same order (LFW's pairs.txt for insightface's
/// lfw.bin); pairs that the set has lost are passed over. Throws: Error(Data) when the list does not say who
/// is who, or differs in the number of pairs or in which are of the same person; `pairs` is unchanged then.
void addSubjects(PairIndex& pairs, const NamedPairs& sameOrder);

}  // namespace pf

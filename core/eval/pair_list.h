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
    std::string source;  ///< the list's path, for messages

    std::size_t size() const { return same.size(); }
    bool knowsSubjects() const { return !subjectA.empty(); }
};

/// Reads a pair list, by its first line:
/// - one or two whole numbers ("10 300" or "1100"): the layout of LFW's pairs.txt. The header gives the
/// number
///   of folds (one if it is not there) and of genuine and of impostor pairs in a fold; lines are `name i j`
///   for a genuine pair and `name1 i name2 j` for an impostor pair of the images "name/name_000i.jpg". Names
///   are the subjects.
/// - otherwise a table, separated by tabs, ';', ',' or blanks: `a b same`, or `a b same subject_a subject_b`,
///   with `same` as 0, 1, true or false. A header line with these names may come first; then the columns may
///   stand in any order.
/// A pair may be listed more than once. Blank lines do not count. Throws: Error(Io), Error(Data) with file
/// and line: a wrong number of columns, an unknown column, `same` of another value, a number that is none, an
/// image paired with itself, subjects that contradict `same`; numbers of pairs other than LFW's header gives;
/// a list without pairs.
NamedPairs readPairList(const std::filesystem::path& file);

/// The rows of the pairs, found by the rules of ImageNames. Subjects are those of the list, numbered in the
/// order in which they occur; of a list without them, the labels of the set when all are known.
/// Throws: Error(Data) when images are not among the embeddings (their number and the first names), fit more
/// than one or share one, or when the set's labels contradict `same`.
PairIndex resolvePairs(const NamedPairs& pairs, const EmbeddingSet& set);

/// Gives `pairs` the subjects of a list that is in the same order (LFW's pairs.txt for insightface's
/// lfw.bin). Throws: Error(Data) when the list does not say who is who, or differs in the number of pairs or
/// in which are of the same person; `pairs` is unchanged then.
void addSubjects(PairIndex& pairs, const NamedPairs& sameOrder);

}  // namespace pf

// Which rows of an embedding set are compared with each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/results/absent_pairs.h"

namespace pf {

struct EmbeddingSet;

/// Pairs of rows, in columns.
struct PairIndex {
    std::vector<std::uint32_t> a;  ///< [P] row of the first face
    std::vector<std::uint32_t> b;
    std::vector<std::uint8_t> same;      ///< [P] 1 for a genuine pair
    std::vector<std::int32_t> subjectA;  ///< [P], or empty: who is in the pair
    std::vector<std::int32_t> subjectB;
    AbsentPairs absent = {};

    std::size_t size() const { return same.size(); }
    bool knowsSubjects() const { return !subjectA.empty(); }
};

/// The pairs (0, 1), (2, 3), ... of a pair set, with what it lost; with subjects when every row has a label.
/// Throws: Error(Data) when the set does not say which pairs show the same person, has another number of rows
/// than its pairs need, or has labels that contradict issame.
PairIndex rowPairs(const EmbeddingSet& set);

/// Takes away the pairs whose flag in `keep` is 0 and keeps account of them. The folds of the rest are those
/// of the list, unless that leaves one of the ten without a pair.
void leaveOut(PairIndex& pairs, const std::vector<std::uint8_t>& keep);

/// Takes the labels of the rows as subjects when all of them are known, and otherwise changes nothing.
/// Throws: Error(Data) when they contradict `same`; `where` names the pairs in errors.
void takeSubjectsFromLabels(PairIndex& pairs, const EmbeddingSet& set, const std::string& where);

/// Throws: Error(Data) naming the first pair, counted from 1, whose two subjects contradict `same`.
void checkSubjects(const PairIndex& pairs, const std::string& where);

}  // namespace pf

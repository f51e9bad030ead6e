// Which rows of an embedding set are compared with each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pf {

struct EmbeddingSet;

/// Pairs of rows, in columns.
struct PairIndex {
    std::vector<std::uint32_t> a;  ///< [P] row of the first face
    std::vector<std::uint32_t> b;
    std::vector<std::uint8_t> same;      ///< [P] 1 for a genuine pair
    std::vector<std::int32_t> subjectA;  ///< [P], or empty: who is in the pair
    std::vector<std::int32_t> subjectB;

    std::size_t size() const { return same.size(); }
    bool knowsSubjects() const { return !subjectA.empty(); }
};

/// The pairs (0, 1), (2, 3), ... of a pair set; with subjects when every row has a label.
/// Throws: Error(Data) when the set does not say which pairs show the same person.
PairIndex rowPairs(const EmbeddingSet& set);

}  // namespace pf

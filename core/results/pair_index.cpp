#include "core/results/pair_index.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/results/embedding_set.h"

namespace pf {
PairIndex rowPairs(const EmbeddingSet& set) {
    throwIf(set.issame.empty(), ErrorCode::Data,
            "is not a pair set (nothing says which images show the same person); evaluate a .bin "
            "set, an .npz with issame, or give a list of pairs");
    failDataIf(set.issame.size() * 2 != set.size(), "", "has ", set.issame.size(),
               " pairs, which need two rows each, and ", set.size(),
               " rows; use embeddings and issame of one set");
    PairIndex pairs;
    for (std::size_t pair = 0; pair < set.issame.size(); ++pair) {
        pairs.a.push_back(static_cast<std::uint32_t>(2 * pair));
        pairs.b.push_back(static_cast<std::uint32_t>(2 * pair + 1));
        pairs.same.push_back(set.issame[pair] ? 1 : 0);
    }
    pairs.absent = set.absent;
    takeSubjectsFromLabels(pairs, set, "");
    return pairs;
}

void leaveOut(PairIndex& pairs, const std::vector<std::uint8_t>& keep) {
    if (std::ranges::find(keep, std::uint8_t{0}) == keep.end()) {
        return;
    }
    leaveOut(pairs.absent, pairs.same, keep);
    keepRows(pairs.a, keep);
    keepRows(pairs.b, keep);
    keepRows(pairs.same, keep);
    keepRows(pairs.subjectA, keep);
    keepRows(pairs.subjectB, keep);
}

void takeSubjectsFromLabels(PairIndex& pairs, const EmbeddingSet& set, const std::string& where) {
    const auto isKnown = [&](std::uint32_t row) { return row < set.labels.size() && set.labels[row] >= 0; };
    if (!std::all_of(pairs.a.begin(), pairs.a.end(), isKnown) ||
        !std::all_of(pairs.b.begin(), pairs.b.end(), isKnown)) {
        return;
    }
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        pairs.subjectA.push_back(set.labels[pairs.a[pair]]);
        pairs.subjectB.push_back(set.labels[pairs.b[pair]]);
    }
    checkSubjects(pairs, where);
}

void checkSubjects(const PairIndex& pairs, const std::string& where) {
    for (std::size_t pair = 0; pair < pairs.subjectA.size(); ++pair) {
        const bool oneSubject = pairs.subjectA[pair] == pairs.subjectB[pair];
        if (oneSubject != (pairs.same[pair] != 0)) {
            failData(where, "pair ", pair + 1, " is marked as ",
                     oneSubject ? "two persons and its subjects are one"
                                : "the same person and its subjects are two",
                     "; use pairs and subjects of one list");
        }
    }
}

}  // namespace pf

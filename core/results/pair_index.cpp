#include "core/results/pair_index.h"

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/results/embedding_set.h"

namespace pf {
namespace {

template <typename Value>
void keepFlagged(std::vector<Value>& column, const std::vector<std::uint8_t>& keep) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (keep[i] != 0) {
            column[kept++] = column[i];
        }
    }
    column.resize(kept);
}

}  // namespace

PairIndex rowPairs(const EmbeddingSet& set) {
    throwIf(set.issame.empty(), ErrorCode::Data,
            "is not a pair set (nothing says which images show the same person); evaluate a .bin "
            "set, an .npz with issame, or give a list of pairs");
    if (set.issame.size() * 2 != set.size()) {
        throw Error(ErrorCode::Data,
                    messageFrom("has ", set.issame.size(), " pairs, which need two rows each, and ",
                                set.size(), " rows; use embeddings and issame of one set"));
    }
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
    AbsentPairs& absent = pairs.absent;
    const auto lost = static_cast<std::size_t>(std::count(keep.begin(), keep.end(), std::uint8_t{0}));
    if (lost == 0) {
        return;
    }
    if (!absent.any()) {
        absent.listed = pairs.size();
        absent.place.resize(pairs.size());
        std::iota(absent.place.begin(), absent.place.end(), std::uint32_t{0});
    }
    for (std::size_t pair = 0; pair < keep.size(); ++pair) {
        if (keep[pair] == 0) {
            ++(pairs.same[pair] != 0 ? absent.genuine : absent.impostor);
        }
    }
    keepFlagged(pairs.a, keep);
    keepFlagged(pairs.b, keep);
    keepFlagged(pairs.same, keep);
    keepFlagged(pairs.subjectA, keep);
    keepFlagged(pairs.subjectB, keep);
    keepFlagged(absent.place, keep);
    settleFolds(absent);
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

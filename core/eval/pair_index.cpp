#include "core/eval/pair_index.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/eval/embedding_set.h"
#include "core/metrics/pair_labels.h"

namespace pf {

PairIndex rowPairs(const EmbeddingSet& set) {
    if (set.issame.empty()) {
        throw Error(
            ErrorCode::Data,
            "is no pair set (nothing says which images show the same person); evaluate a .bin set, an .npz "
            "with issame, or give a list of pairs");
    }
    PairIndex pairs;
    pairs.same = sameFlags(set.issame);
    const bool labelled = !set.labels.empty() && std::all_of(set.labels.begin(), set.labels.end(),
                                                             [](int label) { return label >= 0; });
    for (std::uint32_t i = 0; i < pairs.same.size(); ++i) {
        pairs.a.push_back(2 * i);
        pairs.b.push_back(2 * i + 1);
        if (labelled) {
            pairs.subjectA.push_back(set.labels.at(2 * i));
            pairs.subjectB.push_back(set.labels.at(2 * i + 1));
        }
    }
    return pairs;
}

}  // namespace pf

#include "core/eval/pair_list.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/eval/image_names.h"

namespace pf {
namespace {

void takeSubjects(PairIndex& pairs, const NamedPairs& named) {
    std::unordered_map<std::string_view, std::int32_t> numbers;
    const auto numberOf = [&](const std::string& subject) {
        return numbers.try_emplace(subject, static_cast<std::int32_t>(numbers.size())).first->second;
    };
    pairs.subjectA.clear();
    pairs.subjectB.clear();
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        pairs.subjectA.push_back(numberOf(named.subjectA[pair]));
        pairs.subjectB.push_back(numberOf(named.subjectB[pair]));
    }
}

}  // namespace

PairIndex resolvePairs(const NamedPairs& named, const EmbeddingSet& set) {
    const ImageNames names(set.names);
    ImageRows rows(names);
    PairIndex pairs;
    std::unordered_set<std::string_view> seen;
    std::vector<std::string> absent;
    const auto rowOf = [&](const std::string& image, std::size_t pair) {
        const auto row = rows.find(image, named.source + ", pair " + std::to_string(pair + 1));
        if (!row && seen.insert(image).second) {
            absent.push_back(image);
        }
        return row.value_or(0);
    };
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        pairs.a.push_back(rowOf(named.a[pair], pair));
        pairs.b.push_back(rowOf(named.b[pair], pair));
    }
    if (!absent.empty()) {
        throw Error(ErrorCode::Data,
                    std::to_string(absent.size()) + " of its images are not among the " +
                        std::to_string(set.names.size()) + " embeddings: " + firstNames(absent) +
                        "; embed them, or give the list that belongs to these embeddings",
                    named.source);
    }
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        if (pairs.a[pair] == pairs.b[pair]) {
            throw Error(ErrorCode::Data,
                        "pair " + std::to_string(pair + 1) + " is '" + named.a[pair] + "' and '" +
                            named.b[pair] + "', which are one image; that tells nothing",
                        named.source);
        }
    }
    pairs.same = named.same;
    if (named.knowsSubjects()) {
        takeSubjects(pairs, named);
    } else {
        takeSubjectsFromLabels(pairs, set, named.source);
    }
    return pairs;
}

void addSubjects(PairIndex& pairs, const NamedPairs& sameOrder) {
    if (!sameOrder.knowsSubjects()) {
        throw Error(ErrorCode::Data,
                    "does not say who is in its pairs; give LFW's pairs.txt, or a table with subject_a and "
                    "subject_b",
                    sameOrder.source);
    }
    if (sameOrder.size() != pairs.size()) {
        throw Error(ErrorCode::Data,
                    "lists " + std::to_string(sameOrder.size()) + " pairs and the set has " +
                        std::to_string(pairs.size()) + "; give the list in the order of the set's pairs",
                    sameOrder.source);
    }
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        if ((sameOrder.same[pair] != 0) != (pairs.same[pair] != 0)) {
            throw Error(ErrorCode::Data,
                        "pair " + std::to_string(pair + 1) + " shows " +
                            (sameOrder.same[pair] != 0 ? "one person and in the set two"
                                                       : "two persons and in the set one") +
                            "; give the list in the order of the set's pairs",
                        sameOrder.source);
        }
    }
    takeSubjects(pairs, sameOrder);
}

}  // namespace pf

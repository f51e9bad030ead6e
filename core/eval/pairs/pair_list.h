// Pair lists: which images are compared, by their names.
#pragma once

#include <string>
#include <vector>

#include "core/eval/pairs/pair_list_reader.h"
#include "core/results/embedding_set.h"
#include "core/results/pair_index.h"

namespace pf {

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

#include "core/session/evaluate/pair_preparation.h"

#include <cstdint>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/eval/pairs/pair_list.h"

namespace pf {
namespace {

void append(std::vector<std::string>& target, const std::vector<std::string>& added) {
    target.insert(target.end(), added.begin(), added.end());
}

PairIndex pairsFor(const EmbeddingSet& embeddings, const EvaluationRequest& request, const std::string& name,
                   ProtocolCard& card) {
    PairIndex pairs;
    if (request.pairList.empty()) {
        try {
            pairs = rowPairs(embeddings);
        } catch (const Error& error) {
            throw Error(error.code(), error.what(), name);
        }
        card.pairsFrom = "the set's own pairs";
    } else {
        ResolvedPairs resolved = resolvePairs(readPairList(request.pairList), embeddings, {request.strict});
        pairs = std::move(resolved.pairs);
        card.pairsFrom = request.pairList.string();
        append(card.notes, resolved.notes);
    }
    card.subjectsFrom = !pairs.knowsSubjects()     ? "not known"
                        : request.pairList.empty() ? "the set's labels"
                                                   : request.pairList.string();
    if (!request.identities.empty()) {
        addSubjects(pairs, readPairList(request.identities));
        card.subjectsFrom = request.identities.string();
    }
    return pairs;
}

FaceQuality ownNorms(const EmbeddingSet& embeddings, const std::string& name) {
    failDataIf(
        embeddings.norms.empty(), name,
        "the lengths of its embeddings are not known, or all 1, so they are not a quality; give embeddings "
        "that are not normalised, or a .npz of `probface embed` with a network that does not normalise");
    return {"norm", {embeddings.norms.begin(), embeddings.norms.end()}, true};
}

/// Leaves out the pairs of faces to which the quality gives nothing.
void leaveOutUnmeasured(PairIndex& pairs, const EmbeddingSet& embeddings, const QualityReadings& quality,
                        const std::string& name) {
    if (quality.missing.empty()) {
        return;
    }
    std::vector<std::uint8_t> keep;
    std::set<std::uint32_t> unmeasured;
    std::set<std::uint32_t> needed;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        bool isMeasured = true;
        for (const std::uint32_t row : {pairs.a[pair], pairs.b[pair]}) {
            needed.insert(row);
            if (quality.missing.contains(row)) {
                unmeasured.insert(row);
                isMeasured = false;
            }
        }
        keep.push_back(isMeasured ? 1 : 0);
    }
    const std::size_t images = pairs.absent.images > 0 ? pairs.absent.images : needed.size();
    leaveOut(pairs, keep);
    pairs.absent.images = pairs.absent.any() ? images : 0;
    for (const std::uint32_t row : unmeasured) {
        pairs.absent.failed.push_back(embeddings.names[row] + ": no quality '" + name +
                                      "': " + quality.missing.at(row));
    }
}

/// The qualities asked for; pairs of faces that have none are left out for all scores and risks, so that
/// every curve is of the same pairs.
std::vector<FaceQuality> qualitiesFor(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                                      const std::string& name, PairIndex& pairs, ProtocolCard& card) {
    std::vector<FaceQuality> qualities;
    for (const QualitySource& source : request.qualities) {
        if (source.file.empty()) {
            qualities.push_back(ownNorms(embeddings, name));
            continue;
        }
        QualityReadings readings = readQuality(source.file, embeddings, source.column);
        leaveOutUnmeasured(pairs, embeddings, readings, source.name);
        for (const std::string& note : readings.notes) {
            card.notes.push_back(source.name + ": " + note);
        }
        qualities.push_back({source.name, std::move(readings.values), source.higherIsBetter});
    }
    return qualities;
}

/// Insists on every listed image where that is asked, and on one pair at least.
void requirePairs(const PairIndex& pairs, bool strict, const std::string& name) {
    if (pairs.absent.any() && (strict || pairs.size() == 0)) {
        throw Error(
            ErrorCode::Data,
            absentText(pairs.absent) + ". The first: " + pairs.absent.failed.front() +
                (pairs.size() == 0 ? "; no pair is left" : "; put it right, or let such pairs be left out"),
            name);
    }
}

}  // namespace

PreparedPairs preparePairs(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                           const std::string& name, ProtocolCard& card) {
    PreparedPairs prepared;
    prepared.pairs = pairsFor(embeddings, request, name, card);
    prepared.qualities = qualitiesFor(embeddings, request, name, prepared.pairs, card);
    requirePairs(prepared.pairs, request.strict, name);
    append(card.warnings, embeddings.warnings);
    append(card.notes, embeddings.notes);
    return prepared;
}

}  // namespace pf

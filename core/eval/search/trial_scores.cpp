#include "core/eval/search/trial_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/search/score_blocks.h"

namespace pf {
namespace {

constexpr double kUnitTolerance = 1e-3;
constexpr std::int64_t kProbesPerTask = 16;

double squareSum(std::span<const float> values) {
    double sum = 0;
    for (const float value : values) {
        sum += static_cast<double>(value) * value;
    }
    return sum;
}

/// Decides the searches of one block of probes from its float scores.
class BlockSearch {
  public:
    BlockSearch(const FaceRows& faces, std::span<const std::int32_t> labels,
                const std::vector<std::uint32_t>& gallery)
        : faces_(faces), labels_(labels), gallery_(gallery) {
        for (std::size_t j = 0; j < gallery.size(); ++j) {
            places_[labels[gallery[j]]].push_back(gallery[j]);
        }
    }

    void genuine(std::uint32_t probe, const ScoreRow& row, double& mateScore, std::uint32_t& mateRank) const {
        const auto label = labels_[probe];
        const auto& mates = places_.at(label);
        mateScore = exact(row.kind, probe, mates.front());
        for (const auto mate : mates) {
            mateScore = std::max(mateScore, exact(row.kind, probe, mate));
        }
        const double margin = row.margin(mateScore);
        const auto above = static_cast<float>(mateScore + margin);
        const auto below = static_cast<float>(mateScore - margin);
        mateRank = 1;
        for (std::size_t j = 0; j < gallery_.size(); ++j) {
            if (row.scores[j] < below) {
                continue;
            }
            const bool certain = row.scores[j] > above;
            mateRank +=
                certain || (labels_[gallery_[j]] != label && exact(row.kind, probe, gallery_[j]) > mateScore)
                    ? 1
                    : 0;
        }
    }

    double impostor(std::uint32_t probe, const ScoreRow& row, float highest) const {
        // The best one and `highest` may each be off by the margin.
        const double limit = highest - 2.0 * row.margin(highest);
        double best = -std::numeric_limits<double>::infinity();
        for (std::size_t j = 0; j < gallery_.size(); ++j) {
            if (!(row.scores[j] < limit)) {  // not >=: a float score may be no number
                best = std::max(best, exact(row.kind, probe, gallery_[j]));
            }
        }
        return best;
    }

  private:
    double exact(PairScoreKind kind, std::uint32_t probe, std::uint32_t image) const {
        return pairScore(kind, faces_.row(probe), faces_.row(image));
    }

    const FaceRows& faces_;
    std::span<const std::int32_t> labels_;
    const std::vector<std::uint32_t>& gallery_;
    std::unordered_map<std::int32_t, std::vector<std::uint32_t>> places_;  ///< gallery images of an identity
};

}  // namespace

TrialScorer::TrialScorer(const EmbeddingSet& embeddings, std::span<const std::int32_t> labels)
    : embeddings_(embeddings), labels_(labels) {
    const std::size_t rows = embeddings.size();
    const std::size_t dim = embeddings.embeddingSize;
    if (rows == 0 || dim == 0 || labels.size() != rows || embeddings.mu.size() != rows * dim ||
        embeddings.sigmaSq.size() != rows * embeddings.sigmaSize ||
        (embeddings.sigmaSize > 1 && embeddings.sigmaSize != dim)) {
        throw Error(
            ErrorCode::Shape,
            messageFrom(labels.size(), " identities, ", embeddings.mu.size(), " values of mu for D = ", dim,
                        " and ", embeddings.sigmaSq.size(), " of sigma² for ", embeddings.sigmaSize,
                        " each; one identity, D and 1 or D values per image are needed"));
    }
    norms_.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        norms_.push_back(std::sqrt(squareSum(std::span(embeddings.mu).subspan(row * dim, dim))));
        if (!(std::abs(norms_.back() - 1.0) <= kUnitTolerance)) {
            throw Error(ErrorCode::Numeric,
                        messageFrom("mu of row ", row, " has length ", formatNumber(norms_.back()),
                                    " instead of 1: normalise the embeddings first"));
        }
    }
    for (std::size_t i = 0; i < embeddings.sigmaSq.size(); ++i) {
        if (!(embeddings.sigmaSq[i] > 0.0F) || !std::isfinite(embeddings.sigmaSq[i])) {
            throw Error(ErrorCode::Numeric,
                        messageFrom("sigma² of row ", i / embeddings.sigmaSize, " is ",
                                    formatNumber(embeddings.sigmaSq[i]), ": it must be positive and finite"));
        }
    }
}

std::optional<std::vector<TrialScores>> TrialScorer::score(const IdentificationTrial& trial,
                                                           std::span<const PairScoreKind> kinds,
                                                           const std::stop_token& stop) const {
    throwIf(std::find(kinds.begin(), kinds.end(), PairScoreKind::NegativeSquaredDistance) != kinds.end(),
            ErrorCode::Config,
            "of rows of length 1 the squared distance ranks as the cosine does: search with cosine");
    throwIf(!embeddings_.hasSigma() && std::any_of(kinds.begin(), kinds.end(), needsSigma), ErrorCode::Config,
            "the embeddings hold no sigma²: search with cosine");
    const FaceRows faces{embeddings_.mu, embeddings_.sigmaSq, embeddings_.embeddingSize,
                         embeddings_.sigmaSize};
    const BlockSearch search(faces, labels_, trial.gallery);
    std::vector<TrialScores> results(kinds.size());
    for (auto& result : results) {
        result.mateScores.resize(trial.genuineProbes.size());
        result.mateRanks.resize(trial.genuineProbes.size());
        result.impostorScores.resize(trial.impostorProbes.size());
    }
    ScoreBlocks blocks(faces, norms_, trial.gallery, kinds);
    const auto run = [&](const std::vector<std::uint32_t>& probes, bool genuine) {
        for (std::size_t begin = 0; begin < probes.size(); begin += blocks.probesPerBlock()) {
            if (stop.stop_requested()) {
                return false;
            }
            const std::size_t count = std::min(blocks.probesPerBlock(), probes.size() - begin);
            blocks.compute(std::span(probes).subspan(begin, count));
            for (std::size_t k = 0; k < kinds.size(); ++k) {
                auto& result = results[k];
                const auto highest = genuine ? std::vector<float>() : blocks.highest(k);
                at::parallel_for(0, static_cast<std::int64_t>(count), kProbesPerTask,
                                 [&](std::int64_t first, std::int64_t last) {
                                     for (auto i = static_cast<std::size_t>(first);
                                          i < static_cast<std::size_t>(last); ++i) {
                                         const std::size_t p = begin + i;
                                         if (genuine) {
                                             search.genuine(probes[p], blocks.row(k, i), result.mateScores[p],
                                                            result.mateRanks[p]);
                                         } else {
                                             result.impostorScores[p] =
                                                 search.impostor(probes[p], blocks.row(k, i), highest[i]);
                                         }
                                     }
                                 });
            }
        }
        return true;
    };
    if (!run(trial.genuineProbes, true) || !run(trial.impostorProbes, false)) {
        return std::nullopt;
    }
    return results;
}

}  // namespace pf

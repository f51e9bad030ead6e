#include "core/eval/search/trial_scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/nn/threads.h"
#include "tests/support/failures.h"

namespace pf {
namespace {

using test::expectContains;
using test::failure;
using Names = std::vector<std::string>;

const std::vector<PairScoreKind> kAllKinds = {PairScoreKind::Cosine, PairScoreKind::Mls,
                                              PairScoreKind::DistanceTerm};

/// Faces around a few centres, so that many scores are near each other; `sigmaSize` 1 or D.
EmbeddingSet randomFaces(std::size_t count, std::size_t dim, std::size_t sigmaSize, std::uint64_t seed) {
    Rng random(seed);
    EmbeddingSet set;
    set.embeddingSize = dim;
    set.sigmaSize = sigmaSize;
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<double> row(dim);
        double square = 0;
        for (std::size_t d = 0; d < dim; ++d) {
            row[d] = random.normal() * 0.6 + (d == i % 7 ? 2.0 : 0.0);
            square += row[d] * row[d];
        }
        for (const double value : row) {
            set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
        }
        for (std::size_t d = 0; d < sigmaSize; ++d) {
            set.sigmaSq.push_back(static_cast<float>(0.2 * std::exp(0.5 * random.normal())));
        }
        set.names.push_back("set#" + std::to_string(i));
    }
    return set;
}

double naiveScore(PairScoreKind kind, const EmbeddingSet& set, std::size_t a, std::size_t b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    double terms = 0;
    double logs = 0;
    for (std::size_t d = 0; d < set.embeddingSize; ++d) {
        const double x = set.mu[a * set.embeddingSize + d];
        const double y = set.mu[b * set.embeddingSize + d];
        dot += x * y;
        squareA += x * x;
        squareB += y * y;
        if (set.sigmaSize > 1) {
            const double sum =
                static_cast<double>(set.sigmaSq[a * set.sigmaSize + d]) + set.sigmaSq[b * set.sigmaSize + d];
            terms += (x - y) * (x - y) / (1e-10 + sum) / static_cast<double>(set.sigmaSize);
            logs += std::log(sum) / static_cast<double>(set.sigmaSize);
        }
    }
    if (set.sigmaSize == 1) {
        const double sum = static_cast<double>(set.sigmaSq[a]) + set.sigmaSq[b];
        terms = 2 * (1 - dot) / (1e-10 + sum);
        logs = std::log(sum);
    }
    switch (kind) {
        case PairScoreKind::Cosine:
            return dot / std::sqrt(squareA * squareB);
        case PairScoreKind::Mls:
            return -(terms + logs);
        case PairScoreKind::DistanceTerm:
            return -terms;
        case PairScoreKind::NegativeSquaredDistance:
            break;  // refused
    }
    throw std::invalid_argument("kind");
}

/// 40 identities in the gallery, half of them twice; 100 genuine probes and 90 strangers.
IdentificationTrial randomTrial(std::vector<std::int32_t>& labels) {
    IdentificationTrial trial;
    for (std::uint32_t row = 0; row < 250; ++row) {
        labels.push_back(static_cast<std::int32_t>(row < 160 ? row % 40 : 1000 + row));
        if (row < 60) {
            trial.gallery.push_back(row);
        } else {
            (row < 160 ? trial.genuineProbes : trial.impostorProbes).push_back(row);
        }
    }
    return trial;
}

/// Compares with a double loop over naiveScore; returns how many mates were not first.
std::size_t expectNaive(const EmbeddingSet& set, const std::vector<std::int32_t>& labels,
                        const IdentificationTrial& trial) {
    const auto all = TrialScorer(set, labels).score(trial, kAllKinds);
    std::size_t notFirst = 0;
    for (std::size_t k = 0; k < kAllKinds.size(); ++k) {
        const auto& scores = all->at(k);
        const auto near = [](double score) { return 1e-6 * std::max(1.0, std::abs(score)); };
        for (std::size_t p = 0; p < trial.genuineProbes.size(); ++p) {
            const auto probe = trial.genuineProbes[p];
            double best = -std::numeric_limits<double>::infinity();
            for (const auto image : trial.gallery) {
                if (labels[image] == labels[probe]) {
                    best = std::max(best, naiveScore(kAllKinds[k], set, probe, image));
                }
            }
            std::uint32_t rank = 1;
            for (const auto image : trial.gallery) {
                rank += naiveScore(kAllKinds[k], set, probe, image) > best ? 1 : 0;
            }
            EXPECT_NEAR(scores.mateScores[p], best, near(best));
            EXPECT_EQ(scores.mateRanks[p], rank);
            notFirst += rank > 1 ? 1 : 0;
        }
        for (std::size_t p = 0; p < trial.impostorProbes.size(); ++p) {
            double best = -std::numeric_limits<double>::infinity();
            for (const auto image : trial.gallery) {
                best = std::max(best, naiveScore(kAllKinds[k], set, trial.impostorProbes[p], image));
            }
            EXPECT_NEAR(scores.impostorScores[p], best, near(best));
        }
    }
    return notFirst;
}

TEST(TrialScorer, EqualsADoubleLoop) {
    for (const std::size_t sigmaSize : {std::size_t{1}, std::size_t{33}}) {
        auto set = randomFaces(250, 33, sigmaSize, 11);
        for (std::size_t d = 0; d < 33; ++d) {
            set.mu[70 * 33 + d] *= 1.0005F;  // as rows stored as half floats
        }
        std::vector<std::int32_t> labels;
        const auto trial = randomTrial(labels);
        EXPECT_GT(expectNaive(set, labels, trial), 100U);  // else the ranks would prove nothing
    }
}

TEST(TrialScorer, EqualsADoubleLoopOverMoreThanOneBlock) {
    // A gallery of 2,000 leaves room for 262 probes in a block.
    const auto set = randomFaces(3200, 8, 1, 7);
    std::vector<std::int32_t> labels;
    IdentificationTrial trial;
    for (std::uint32_t row = 0; row < 3200; ++row) {
        labels.push_back(static_cast<std::int32_t>(row < 2600 ? row % 2000 : row));
        (row < 2000 ? trial.gallery : row < 2600 ? trial.genuineProbes : trial.impostorProbes).push_back(row);
    }
    EXPECT_GT(expectNaive(set, labels, trial), 100U);
}

TEST(TrialScorer, DecidesWhatFloatCannot) {
    // Strangers that differ from the mate in the last bit of one value: their scores are the same in float.
    auto set = randomFaces(2, 64, 1, 3);
    std::vector<std::int32_t> labels = {1, 1};
    IdentificationTrial trial{{0}, {1}, {}};
    for (std::size_t d = 0; d < 64; ++d) {
        for (std::size_t i = 0; i < 64; ++i) {
            const float value = set.mu[i];
            set.mu.push_back(i == d ? std::nextafter(value, d % 2 == 0 ? 2.0F : -2.0F) : value);
        }
        set.sigmaSq.push_back(set.sigmaSq[0]);
        set.names.emplace_back("twin");
        labels.push_back(static_cast<std::int32_t>(100 + d));
        trial.gallery.push_back(static_cast<std::uint32_t>(2 + d));
    }
    const auto ranks = TrialScorer(set, labels).score(trial, kAllKinds);
    EXPECT_GT(ranks->at(0).mateRanks[0], 10U);
    EXPECT_LT(ranks->at(0).mateRanks[0], 55U);
    expectNaive(set, labels, trial);
}

TEST(TrialScorer, BearsAnyPositiveVariance) {
    for (const std::size_t sigmaSize : {std::size_t{1}, std::size_t{16}}) {
        auto set = randomFaces(250, 16, sigmaSize, 4);
        for (std::size_t i = 0; i < set.sigmaSq.size(); ++i) {
            set.sigmaSq[i] = i % 3 == 0 ? 1e-12F : i % 3 == 1 ? 1e-6F : 1e30F;
        }
        std::vector<std::int32_t> labels;
        const auto trial = randomTrial(labels);
        expectNaive(set, labels, trial);
    }
}

TEST(TrialScorer, DoesNotDependOnThreads) {
    const auto set = randomFaces(250, 64, 1, 5);
    std::vector<std::int32_t> labels;
    const auto trial = randomTrial(labels);
    const int before = torchThreads();
    setTorchThreads(1);
    const auto one = TrialScorer(set, labels).score(trial, kAllKinds);
    setTorchThreads(3);
    const auto three = TrialScorer(set, labels).score(trial, kAllKinds);
    setTorchThreads(before);
    for (std::size_t k = 0; k < kAllKinds.size(); ++k) {
        EXPECT_EQ((*one)[k].mateScores, (*three)[k].mateScores);
        EXPECT_EQ((*one)[k].mateRanks, (*three)[k].mateRanks);
        EXPECT_EQ((*one)[k].impostorScores, (*three)[k].impostorScores);
    }
}

TEST(TrialScorer, RefusesRowsThatCannotBeScored) {
    const std::vector<std::int32_t> labels = {1, 1, 2};
    auto set = randomFaces(3, 8, 1, 1);
    EXPECT_EQ(failure([&] { TrialScorer(set, labels); }), "no error");
    const std::vector<PairScoreKind> distance = {PairScoreKind::NegativeSquaredDistance};
    expectContains(failure(
                       [&] {
                           TrialScorer(set, labels).score({{0}, {1}, {2}}, distance);
                       },
                       ErrorCode::Config),
                   {"squared distance", "cosine"});
    set.mu[8] = std::numeric_limits<float>::quiet_NaN();
    expectContains(failure([&] { TrialScorer(set, labels); }, ErrorCode::Numeric), {"row 1", "length"});
    set = randomFaces(3, 8, 1, 1);
    set.sigmaSq[2] = 0;
    expectContains(failure([&] { TrialScorer(set, labels); }, ErrorCode::Numeric), {"row 2", "positive"});
    set = randomFaces(3, 8, 1, 1);
    set.mu.pop_back();
    failure([&] { TrialScorer(set, labels); }, ErrorCode::Shape);
    set = randomFaces(4, 8, 1, 1);
    expectContains(failure([&] { TrialScorer(set, labels); }, ErrorCode::Shape), {"3 identities"});
}

}  // namespace
}  // namespace pf

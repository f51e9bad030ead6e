#include "core/eval/templates/template_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/pairs/standard_errors.h"
#include "core/metrics/roc.h"

namespace pf {
namespace {

constexpr std::size_t kNamedMissing = 5;
constexpr std::size_t kTemplatesPerBlock = 64;
constexpr std::size_t kComparisonsPerBlock = 1U << 14U;

/// A split, its images' rows, and its templates as the current fusion makes them.
struct FusedSplit {
    const IjbSplit* split = nullptr;
    std::vector<std::vector<std::uint32_t>> rows;
    std::vector<float> mu;       ///< [templates, D]; zeros for an unusable one
    std::vector<float> sigmaSq;  ///< [templates, sigmaSize]
};

std::string templatePlace(const IjbSplit& split, std::size_t index) {
    return split.name + ", template " + std::to_string(split.templates[index].id);
}

void fuseSplit(FusedSplit& fused, const EmbeddingSet& set, const TemplateFusion& fusion, int threads) {
    const FaceRows faces{set.mu, set.sigmaSq, set.embeddingSize, set.sigmaSize};
    const std::size_t count = fused.rows.size();
    fused.mu.assign(count * set.embeddingSize, 0.0F);
    fused.sigmaSq.assign(count * set.sigmaSize, 0.0F);
    forEachBlock(count, kTemplatesPerBlock, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            if (fused.rows[t].empty()) {
                continue;
            }
            atSet(templatePlace(*fused.split, t), [&] {
                fuseTemplate(faces, fused.rows[t], fusion,
                             std::span(fused.mu).subspan(t * set.embeddingSize, set.embeddingSize),
                             std::span(fused.sigmaSq).subspan(t * set.sigmaSize, set.sigmaSize));
            });
        }
    });
}

std::vector<double> scoreSplit(const FusedSplit& fused, const EmbeddingSet& set, PairScoreKind match,
                               int threads) {
    const FaceRows faces{fused.mu, fused.sigmaSq, set.embeddingSize, set.sigmaSize};
    const TemplateMatcher matcher(match, faces);
    const auto& comparisons = fused.split->comparisons;
    std::vector<double> scores(comparisons.size(), kUnusableScore);
    forEachBlock(scores.size(), kComparisonsPerBlock, threads, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            const std::size_t a = comparisons.first[i];
            const std::size_t b = comparisons.second[i];
            if (fused.rows[a].empty() || fused.rows[b].empty()) {
                continue;
            }
            try {
                scores[i] = matcher.score(a, b);
            } catch (const std::exception& error) {
                throw Error(ErrorCode::Numeric, error.what(),
                            templatePlace(*fused.split, a) + " with " + templatePlace(*fused.split, b));
            }
        }
    });
    return scores;
}

std::vector<TemplateTar> overSplits(const std::vector<std::vector<OperatingPoint>>& bySplit,
                                    std::span<const double> farTargets) {
    const auto splits = static_cast<double>(bySplit.size());
    std::vector<TemplateTar> rates;
    for (std::size_t target = 0; target < farTargets.size(); ++target) {
        TemplateTar rate;
        rate.farTarget = farTargets[target];
        for (const auto& points : bySplit) {
            rate.mean += points[target].tmr / splits;
            rate.far += points[target].fmr / splits;
            rate.reachable = rate.reachable && points[target].reachable;
        }
        double square = 0;
        for (const auto& points : bySplit) {
            const double difference = points[target].tmr - rate.mean;
            square += difference * difference;
        }
        rate.deviation = bySplit.size() > 1 ? std::sqrt(square / splits) : 0.0;
        rates.push_back(rate);
    }
    return rates;
}

void requireOptions(const TemplateReportOptions& options, std::span<const double> farTargets) {
    throwIf(options.fusions.empty() || options.matches.empty() || farTargets.empty(), ErrorCode::Config,
            "a template report needs at least one fusion, one match and one FAR target");
    for (const double target : farTargets) {
        if (!(target >= 0 && target <= 1)) {
            throw Error(ErrorCode::Config,
                        "FAR target " + formatNumber(target) + " is not a rate; it must be in [0, 1]");
        }
    }
    for (const auto& fusion : options.fusions) {
        if (!(fusion.temperature > 0 && std::isfinite(fusion.temperature))) {
            throw Error(ErrorCode::Config, "the temperature " + formatNumber(fusion.temperature) +
                                               " of a fusion must be positive and finite");
        }
    }
}

void requireFitting(const EmbeddingSet& set) {
    const std::size_t rows = set.size();
    if (rows == 0 || set.names.size() != rows || set.mu.size() != rows * set.embeddingSize ||
        set.sigmaSq.size() != rows * set.sigmaSize ||
        (set.sigmaSize > 1 && set.sigmaSize != set.embeddingSize)) {
        throw Error(ErrorCode::Shape,
                    messageFrom("the embeddings have ", set.names.size(), " names, ", set.mu.size(),
                                " values of mu for D = ", set.embeddingSize, " and ", set.sigmaSq.size(),
                                " of sigma² for ", set.sigmaSize,
                                " each; one name, D and 1 or D values per image are needed"));
    }
}

/// What a reader guarantees, for splits made otherwise.
void requireSound(const IjbSplit& split) {
    const auto& comparisons = split.comparisons;
    const auto isKnown = [&](std::uint32_t index) { return index < split.templates.size(); };
    throwIf(
        comparisons.first.size() != comparisons.size() || comparisons.second.size() != comparisons.size() ||
            !std::all_of(comparisons.first.begin(), comparisons.first.end(), isKnown) ||
            !std::all_of(comparisons.second.begin(), comparisons.second.end(), isKnown),
        ErrorCode::Shape, "its comparisons are not all of two of its templates; read it again", split.name);
}

TemplateSplitCounts countSplit(const IjbSplit& split, const TemplateRows& found) {
    TemplateSplitCounts counts;
    counts.name = split.name;
    counts.templates = split.templates.size();
    for (const auto& entry : split.templates) {
        counts.images += entry.images.size();
    }
    counts.missingImages = found.missing.size();
    counts.unusableTemplates = static_cast<std::size_t>(
        std::count_if(found.rows.begin(), found.rows.end(), [](const auto& rows) { return rows.empty(); }));
    const auto pairs = countPairs(split.comparisons.same);
    counts.genuine = pairs.genuine;
    counts.impostor = pairs.impostor;
    for (std::size_t i = 0; i < split.comparisons.size(); ++i) {
        const bool usable = !found.rows[split.comparisons.first[i]].empty() &&
                            !found.rows[split.comparisons.second[i]].empty();
        counts.unusableComparisons += usable ? 0 : 1;
    }
    return counts;
}

void requireSomeFound(const EmbeddingSet& set, const TemplateSplitCounts& counts, const TemplateRows& found) {
    failDataIf(counts.images == 0, counts.name, "its templates have no images; read it again");
    if (counts.missingImages == counts.images) {
        failData(counts.name, "none of its ", formatCount(counts.images),
                 " images is among the embeddings: it names '", found.missing.front(), "', they '",
                 set.names.front(), "'; embed the folder that the protocol's names start from");
    }
}

void addNotes(TemplateReport& report, const IjbProtocol& protocol, std::span<const double> farTargets) {
    auto& notes = report.notes;
    if (report.missingImages > 0) {
        notes.push_back(formatCount(report.missingImages) +
                        " images are not among the embeddings: " + joined(report.firstMissing) +
                        (report.missingImages > report.firstMissing.size() ? ", ..." : ""));
    }
    for (std::size_t s = 0; s < report.splits.size(); ++s) {
        const auto& split = report.splits[s];
        if (split.unusableTemplates > 0) {
            notes.push_back(split.name + ": " + formatCount(split.unusableTemplates) + " of " +
                            formatCount(split.templates) + " templates have no usable image; their " +
                            formatCount(split.unusableComparisons) + " comparisons score " +
                            formatNumber(kUnusableScore));
        }
        if (protocol.splits[s].repeatedImages > 0) {
            notes.push_back(split.name + ": " + formatCount(protocol.splits[s].repeatedImages) +
                            " lines repeat an image of their template; it counts once");
        }
        for (std::size_t t = 0; t < farTargets.size(); ++t) {
            if (!report.results.front().bySplit[s][t].reachable) {
                notes.push_back(split.name + ": " + formatCount(split.impostor) +
                                " impostor comparisons cannot resolve a FAR of " +
                                formatNumber(farTargets[t]));
            }
        }
    }
    for (const auto& result : report.results) {
        if (result.belowUnusable > 0) {
            notes.push_back(templateFusionName(result.fusion) + ", " +
                            std::string(pairScoreKindName(result.match)) + ": " +
                            formatCount(result.belowUnusable) +
                            " comparisons score below a template without a usable image");
        }
    }
}

/// The fusions and matches that the embeddings allow: without sigma², the mean and those of mu alone.
TemplateReportOptions measurable(TemplateReportOptions options, const EmbeddingSet& set,
                                 std::vector<std::string>& notes) {
    if (set.hasSigma()) {
        return options;
    }
    std::erase_if(options.fusions,
                  [](const TemplateFusion& fusion) { return fusion.kind == FusionKind::PfeFuse; });
    std::erase_if(options.matches, needsSigma);
    failDataIf(options.fusions.empty() || options.matches.empty(), "the embeddings",
               "hold no sigma², which PFE_fuse and MLS need: fuse by the mean and match by the cosine");
    notes.emplace_back("the embeddings hold no sigma²: PFE_fuse and MLS are left out");
    return options;
}

}  // namespace

TemplateRows templateRows(const ImageNames& names, const IjbSplit& split) {
    TemplateRows found;
    found.rows.resize(split.templates.size());
    std::vector<std::string> images;
    std::vector<std::size_t> templateOf;  // in which an image stands first
    std::unordered_map<std::string_view, std::size_t> numbers;
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        for (const auto& image : split.templates[t].images) {
            if (numbers.try_emplace(image, images.size()).second) {
                images.push_back(image);
                templateOf.push_back(t);
            }
        }
    }
    NameMatchOptions options;
    options.place = [&](std::size_t image) { return templatePlace(split, templateOf[image]); };
    NameMatches matches = matchNames(names, images, options);
    found.notes = std::move(matches.notes);
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        for (const auto& image : split.templates[t].images) {
            const auto row = matches.rows[numbers.at(image)];
            if (!row) {
                found.missing.push_back(image);
                continue;
            }
            auto& rows = found.rows[t];
            if (std::find(rows.begin(), rows.end(), *row) == rows.end()) {
                rows.push_back(*row);  // "./a" and "a" are one image, and a template is a set
            }
        }
    }
    return found;
}

TemplateReport reportTemplates(const EmbeddingSet& embeddings, const IjbProtocol& protocol,
                               const TemplateReportOptions& options) {
    const auto started = std::chrono::steady_clock::now();
    const auto& farTargets = options.farTargets.empty() ? protocol.farTargets : options.farTargets;
    requireOptions(options, farTargets);
    requireFitting(embeddings);
    failDataIf(protocol.splits.empty(), protocol.name, "has no splits; read it with its lists");
    TemplateReport report;
    report.protocol = protocol.name;
    report.notes = embeddings.notes;
    std::vector<std::vector<std::vector<std::uint32_t>>> rows;
    std::unordered_set<std::string> missing;
    const ImageNames names(embeddings.names);
    for (const auto& split : protocol.splits) {
        requireSound(split);
        auto found = templateRows(names, split);
        report.splits.push_back(countSplit(split, found));
        requireSomeFound(embeddings, report.splits.back(), found);
        for (auto& image : found.missing) {
            if (missing.insert(image).second && report.firstMissing.size() < kNamedMissing) {
                report.firstMissing.push_back(std::move(image));
            }
        }
        for (const auto& note : found.notes) {
            report.notes.push_back(split.name + ": " + note);
        }
        rows.push_back(std::move(found.rows));
    }
    report.missingImages = missing.size();

    const TemplateReportOptions asked = measurable(options, embeddings, report.notes);
    for (const auto& fusion : asked.fusions) {
        for (const auto match : asked.matches) {
            report.results.push_back({fusion, match, {}, {}, 0});
        }
    }
    for (std::size_t s = 0; s < protocol.splits.size(); ++s) {
        FusedSplit fused{&protocol.splits[s], std::move(rows[s]), {}, {}};
        auto result = report.results.begin();
        for (const auto& fusion : asked.fusions) {
            fuseSplit(fused, embeddings, fusion, options.threads);
            for (const auto match : asked.matches) {
                const auto scores = scoreSplit(fused, embeddings, match, options.threads);
                result->bySplit.push_back(atSet(protocol.splits[s].name, [&] {
                    const RocCurve curve(scores, protocol.splits[s].comparisons.same);
                    std::vector<OperatingPoint> points;
                    for (const double target : farTargets) {
                        points.push_back(curve.atFmr(target));
                    }
                    return points;
                }));
                result->belowUnusable += static_cast<std::size_t>(
                    std::ranges::count_if(scores, [](double score) { return score < kUnusableScore; }));
                ++result;
            }
        }
    }
    for (auto& result : report.results) {
        result.tar = overSplits(result.bySplit, farTargets);
    }
    addNotes(report, protocol, farTargets);
    report.elapsedSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

}  // namespace pf

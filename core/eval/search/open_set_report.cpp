#include "core/eval/search/open_set_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/search/trial_scores.h"

namespace pf {
namespace {

std::string counted(double count) {
    return formatCount(std::llround(count));
}

void requireOptions(const OpenSetOptions& options) {
    throwIf(options.scores.empty() || options.farTargets.empty() || options.rank == 0 ||
                options.cmcRanks == 0 || options.curvePoints < 2,
            ErrorCode::Config,
            "identification needs at least one kind of score, one FAR target, ranks from 1 and a "
            "curve of 2 points");
    for (const double target : options.farTargets) {
        if (!(target >= 0 && target <= 1)) {
            throw Error(ErrorCode::Config,
                        "FAR target " + formatNumber(target) + " is not a rate; it must be in [0, 1]");
        }
    }
}

bool isSlash(char letter) {
    return letter == '/' || letter == '\\';
}

std::string_view withoutExtension(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || name.find_first_of("/\\", dot) != std::string_view::npos
               ? name
               : name.substr(0, dot);
}

/// True when the shorter of two paths is the end of the other, in whole components and but for the extension.
bool sameEnding(std::string_view a, std::string_view b) {
    a = withoutExtension(a);
    b = withoutExtension(b);
    while (!a.empty() && !b.empty()) {
        if (a.back() != b.back() && !(isSlash(a.back()) && isSlash(b.back()))) {
            return false;
        }
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    return (a.empty() || isSlash(a.back()) || b.empty()) && (b.empty() || isSlash(b.back()) || a.empty());
}

void requireSameImages(const EmbeddingSet& set, const BlufrProtocol& protocol) {
    if (set.size() != protocol.images.size() || protocol.labels.size() != protocol.images.size() ||
        set.names.size() != set.size()) {
        failData("", "the protocol lists ", formatCount(protocol.images.size()), " images, and there are ",
                 formatCount(set.size()), " embeddings with ", formatCount(set.names.size()),
                 " names; embed exactly the images of the list, in its order");
    }
    for (std::size_t row = 0; row < set.names.size(); ++row) {
        const auto& name = set.names[row];
        const bool isMadeUp = name.ends_with("#" + std::to_string(row));  // the file had none
        failDataIf(!isMadeUp && (name.empty() || !sameEnding(name, protocol.images[row])), "", "row ", row,
                   " of the embeddings is '", name, "', image ", row + 1, " of the protocol '",
                   protocol.images[row], "'; embed its list in its order");
    }
}

DirAtFar overTrials(const std::vector<OpenSetCurve>& curves, double target) {
    const auto count = static_cast<double>(curves.size());
    std::vector<DirPoint> points;
    DirAtFar result;
    result.farTarget = target;
    for (const auto& curve : curves) {
        const DirPoint point = points.emplace_back(curve.atFar(target));
        result.mean += point.dir / count;
        result.threshold += point.threshold / count;
        result.far += point.far / count;
        result.reachable = result.reachable && point.reachable;
    }
    double square = 0;
    for (const auto& point : points) {
        square += (point.dir - result.mean) * (point.dir - result.mean);
    }
    result.deviation = points.size() > 1 ? std::sqrt(square / count) : 0.0;
    return result;
}

std::vector<DirAtFar> dirOverTrials(const std::vector<OpenSetCurve>& curves,
                                    const std::vector<double>& targets) {
    std::vector<DirAtFar> result;
    for (const double target : targets) {
        result.push_back(overTrials(curves, target));
    }
    return result;
}

/// From one impostor probe of the smallest trial to all of them.
std::vector<double> curveTargets(const TrialSet& set, std::size_t points) {
    std::size_t impostors = set.trials.front().impostorProbes.size();
    for (const auto& trial : set.trials) {
        impostors = std::min(impostors, trial.impostorProbes.size());
    }
    std::vector<double> targets;
    for (std::size_t i = 0; i < points; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(points - 1);
        targets.push_back(std::pow(static_cast<double>(impostors), part - 1.0));
    }
    return targets;
}

/// Runs one set of trials after the other with the same embeddings.
class Runner {
  public:
    Runner(const EmbeddingSet& embeddings, const BlufrProtocol& protocol, const OpenSetOptions& options,
           std::stop_token stop)
        : labels_(protocol.labels),
          options_(options),
          scorer_(embeddings, protocol.labels),
          stop_(std::move(stop)) {}

    /// Nothing when stopped; an empty result for a set without trials.
    std::optional<IdentificationResult> run(const TrialSet& set, bool open) const {
        IdentificationResult result;
        if (set.trials.empty()) {
            return result;
        }
        checkTrials(set, labels_);
        result.files = set.files;
        result.trials = set.trials.size();
        const auto count = static_cast<double>(set.trials.size());
        for (const auto& trial : set.trials) {
            result.gallery += static_cast<double>(trial.gallery.size()) / count;
            result.genuine += static_cast<double>(trial.genuineProbes.size()) / count;
            result.impostor += static_cast<double>(trial.impostorProbes.size()) / count;
            failDataIf(open && trial.impostorProbes.empty(), set.files,
                       "a trial has no impostor probes; an open set needs them");
        }
        result.protocol = sentence(result, open);
        return score(set, open, result) ? std::optional(std::move(result)) : std::nullopt;
    }

  private:
    std::string sentence(const IdentificationResult& result, bool open) const {
        const auto sizes = "mean of " + formatCount(result.trials) +
                           (result.trials == 1 ? " trial with " : " trials with ") + counted(result.gallery) +
                           " gallery images, " + counted(result.genuine) + " genuine";
        if (!open) {
            return "Closed-set identification: fraction of the probes whose best mate is within a rank (1 + "
                   "the gallery images that score above it), " +
                   sizes + " probes.";
        }
        return "Open-set identification (DIR at FAR): fraction of the genuine probes whose best mate is "
               "within rank " +
               std::to_string(options_.rank) +
               " and scores at least the threshold, which is the round(FAR x impostor probes)-th highest of "
               "the impostor probes' best scores; " +
               sizes + " and " + counted(result.impostor) + " impostor probes.";
    }

    bool score(const TrialSet& set, bool open, IdentificationResult& result) const {
        std::vector<std::vector<OpenSetCurve>> curves(options_.scores.size());
        for (const auto kind : options_.scores) {
            result.scores.emplace_back().kind = kind;
        }
        for (const auto& trial : set.trials) {
            const auto searches =
                open ? scorer_.score(trial, options_.scores, stop_)
                     : scorer_.score({trial.gallery, trial.genuineProbes, {}}, options_.scores, stop_);
            if (!searches) {
                return false;
            }
            for (std::size_t k = 0; k < searches->size(); ++k) {
                const auto& search = (*searches)[k];
                auto& scores = result.scores[k];
                scores.cmcByTrial.push_back(cumulativeMatches(search.mateRanks, options_.cmcRanks));
                if (open) {
                    curves[k].emplace_back(search.mateScores, search.mateRanks, search.impostorScores,
                                           options_.rank);
                    auto& points = scores.dirByTrial.emplace_back();
                    for (const double target : options_.farTargets) {
                        points.push_back(curves[k].back().atFar(target));
                    }
                }
            }
        }
        for (std::size_t k = 0; k < result.scores.size(); ++k) {
            auto& scores = result.scores[k];
            scores.cmc.assign(options_.cmcRanks, 0.0);
            for (const auto& trial : scores.cmcByTrial) {
                for (std::size_t rank = 0; rank < trial.size(); ++rank) {
                    scores.cmc[rank] += trial[rank] / static_cast<double>(result.trials);
                }
            }
            if (open) {
                scores.dir = dirOverTrials(curves[k], options_.farTargets);
                scores.curve = dirOverTrials(curves[k], curveTargets(set, options_.curvePoints));
            }
        }
        return true;
    }

    std::span<const std::int32_t> labels_;
    const OpenSetOptions& options_;
    TrialScorer scorer_;
    std::stop_token stop_;
};

void addNotes(OpenSetReport& report) {
    for (const auto* result : {&report.openSet, &report.published}) {
        if (result->trials == 0) {
            continue;
        }
        for (const auto& point : result->scores.front().dir) {
            if (!point.reachable) {
                report.notes.push_back(result->files + ": about " + counted(result->impostor) +
                                       " impostor probes cannot resolve a FAR of " +
                                       formatNumber(point.farTarget));
            }
        }
    }
}

}  // namespace

OpenSetReport reportOpenSet(const EmbeddingSet& embeddings, const BlufrProtocol& protocol,
                            const OpenSetOptions& options, std::stop_token stop) {
    const auto started = std::chrono::steady_clock::now();
    requireOptions(options);
    requireSameImages(embeddings, protocol);
    OpenSetReport report;
    report.images = protocol.images.size();
    report.notes = embeddings.notes;
    OpenSetOptions measurable = options;
    if (!embeddings.hasSigma() && std::erase_if(measurable.scores, needsSigma) > 0) {
        report.notes.emplace_back("the embeddings hold no sigma²: MLS and its distance term are left out");
        requireOptions(measurable);
    }
    const Runner runner(embeddings, protocol, measurable, std::move(stop));
    const auto run = [&](const TrialSet& set, bool open, IdentificationResult& result) {
        auto finished = report.interrupted ? std::nullopt : runner.run(set, open);
        if (finished) {
            result = std::move(*finished);
        } else {
            report.interrupted = true;
        }
    };
    run(protocol.openSet, true, report.openSet);
    run(protocol.closedSet, false, report.closedSet);
    run(protocol.published, true, report.published);
    addNotes(report);
    report.elapsedSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

}  // namespace pf

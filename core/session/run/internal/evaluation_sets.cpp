#include "core/session/run/internal/evaluation_sets.h"

#include <array>
#include <cmath>
#include <exception>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/session/evaluate/evaluation.h"
#include "core/session/model/internal/network.h"

namespace pf {
namespace {

EmbedOptions embedOptions(TrainingRun& run) {
    return {.loaderThreads = static_cast<int>(run.options().data.loaderThreads),
            .batchSize = run.options().evaluation.batchSize,
            .retry = run.readRetry()};
}

/// Measures one set, writes its files into the run directory and its record into the run's.
EvaluationRecord evaluateAndRecord(TrainingRun& run, const EmbeddingSet& embeddings, const std::string& set,
                                   const std::string& source, const OverlapNote& overlap, std::int64_t epoch,
                                   std::int64_t step) {
    ProtocolCard card;
    addOverlap(card, overlap);
    card.source = source;
    card.model = run.directory().string() + ", step " + std::to_string(step);
    card.backbone = run.options().model.backbone.file;
    card.epoch = epoch;
    card.step = step;
    // The protocols that are cheap enough for every epoch, with the scores of the record.
    EvaluationRequest request;
    request.evaluation = run.options().evaluation;
    request.report.fmrTargets = {request.evaluation.fmrTarget};
    const auto evaluation = evaluateSet(embeddings, request, set, std::move(card));
    EvaluationRecord record = evaluation->report.record;
    const std::filesystem::path folder =
        std::filesystem::path("evaluation") / set / ("step-" + std::to_string(step));
    record.reportFile = (folder / "report.json").string();
    run.persist([&] { writeEvaluation(run.directory() / folder, *evaluation); });
    run.writer().evaluation(record);
    return record;
}

void noteNotMeasured(TrainingRun& run, const std::string& set, std::int64_t step,
                     const std::exception& error) {
    run.warn(set + " is not measured at step " + formatCount(step) + ", because " + error.what() +
             ". Training continues");
}

}  // namespace

double checkpointValue(const EvaluationRecord& record, const std::string& bestBy) {
    if (bestBy == "mls_accuracy") {
        return record.scores.at("mls").accuracy;
    }
    if (bestBy == "cosine_accuracy") {
        return record.scores.at("cosine").accuracy;
    }
    if (bestBy == "risk_accuracy") {
        // Of what could be measured: the largest discard may leave too few pairs.
        for (auto row = record.riskMax.rbegin(); row != record.riskMax.rend(); ++row) {
            if (std::isfinite(row->accuracy)) {
                return row->accuracy;
            }
        }
        return record.scores.at("cosine").accuracy;
    }
    constexpr std::array<const char*, 3> kAreas = {"pauc_20", "pauc_30", "pauc"};
    for (std::size_t i = 0; i < kAreas.size(); ++i) {
        if (bestBy == kAreas[i]) {
            return -record.fnmrAreas[i];
        }
    }
    throw Error(ErrorCode::Config, "'" + bestBy + "' is nothing to judge a checkpoint by",
                "evaluation.best_by");
}

std::vector<OpenedSet> openSetsOf(TrainingRun& run) {
    auto sets = openEvaluationSets(run.options());
    const std::string problems = problemsOf(sets);
    throwIf(!problems.empty() && !run.isResumed(), ErrorCode::Config, problems);
    for (const auto& set : sets) {
        if (!set.problem.empty()) {
            run.warn(set.name + " is not measured for the time being, because " + set.problem +
                     ". With --resume, --set evaluation.sets." + set.name + "=PATH names another");
        } else if (!set.caution.empty()) {
            run.warn(set.name + ": " + set.caution);
        }
    }
    return sets;
}

EvaluationSets::EvaluationSets(TrainingRun& run, std::vector<OpenedSet> sets, Backbone& backbone,
                               const at::Device& device, double memoryGib, std::string backboneHash)
    : run_(run),
      backbone_(backbone),
      device_(device),
      memoryGib_(memoryGib),
      backboneHash_(std::move(backboneHash)) {
    for (auto& set : sets) {
        sets_.push_back({std::move(set), nullptr, {}});
    }
}

void EvaluationSets::prepare(Set& set) {
    if (!set.opened.problem.empty()) {
        set.opened = openEvaluationSet(set.opened.name, set.opened.source);
    }
    failDataIf(!set.opened.problem.empty(), "", set.opened.problem);
    const Options& options = run_.options();
    auto embed = embedOptions(run_);
    embed.shared = run_.sharedFeatures();
    embed.backboneHash = backboneHash_;
    const double gib = static_cast<double>(FeatureStore::bytesNeeded(
                           static_cast<std::int64_t>(set.opened.images.size()), false, backbone_)) /
                       kBytesPerGib;
    embed.keepFeatures = options.features.store != "off" && gib <= memoryGib_;
    if (embed.keepFeatures) {
        memoryGib_ -= gib;
    } else {
        run_.info(set.opened.name +
                  " crosses the backbone at every evaluation (its features do "
                  "not fit features.memory_gib or the store is off)");
    }
    run_.report({.phase = Phase::Opening, .detail = set.opened.name});
    set.overlap = overlapWithTraining(set.opened.images, run_.directory(), run_.control(),
                                      static_cast<int>(options.data.loaderThreads));
    if (!set.overlap.text.empty()) {
        run_.note(set.overlap.isWarning ? NoteRecord::Level::Warning : NoteRecord::Level::Info,
                  set.opened.name + ": " + set.overlap.text);
    }
    set.embedder = std::make_unique<SetEmbedder>(set.opened.images, preprocessFor(options, false), backbone_,
                                                 device_, embed);
}

std::optional<EvaluationRecord> EvaluationSets::measure(Set& set, UncertaintyHead& head, std::int64_t epoch,
                                                        std::int64_t step, Result& result) {
    const std::string& name = set.opened.name;
    const auto& options = run_.options().evaluation;
    try {
        if (!set.embedder) {
            prepare(set);
        }
        const auto embeddings =
            set.embedder->embed(head, run_.control().token(), run_.counter(Phase::Evaluating, name));
        if (!embeddings) {
            return std::nullopt;
        }
        if (!embeddings->skipped.empty()) {
            run_.warn(
                name + ": " + formatCount(embeddings->skipped.size()) +
                " images cannot be read; their pairs are left out. First: " + embeddings->skipped.front());
        }
        auto record = evaluateAndRecord(run_, *embeddings, name, set.opened.source, set.overlap, epoch, step);
        if (!result.calibration) {
            result.calibration = calibrate(*embeddings, options.fmrTarget);
            result.calibrationSet = name;
        }
        return record;
    } catch (const std::exception& error) {
        if (!run_.control().stopRequested()) {
            noteNotMeasured(run_, name, step, error);
        }
        return std::nullopt;
    }
}

std::optional<EvaluationSets::Result> EvaluationSets::evaluate(UncertaintyHead& head, std::int64_t epoch,
                                                               std::int64_t step) {
    if (sets_.empty()) {
        return std::nullopt;
    }
    Result result;
    double sum = 0;
    int valued = 0;
    bool comparable = true;
    for (auto& set : sets_) {
        const auto record = measure(set, head, epoch, step, result);
        if (run_.control().stopRequested()) {
            return std::nullopt;
        }
        const double value =
            record ? checkpointValue(*record, run_.options().evaluation.bestBy) : std::nan("");
        if (std::isfinite(value)) {
            sum += value;
            ++valued;
        } else if (!record && set.opened.caution.empty()) {
            comparable = false;
        }
    }
    if (comparable && valued > 0) {
        result.bestValue = sum / valued;
    } else {
        run_.warn("whether the checkpoint of step " + formatCount(step) +
                  " is the best is not judged, because " +
                  (comparable ? "no evaluation set has " + run_.options().evaluation.bestBy
                              : std::string("not every evaluation set could be measured")));
    }
    return result;
}

BackboneEvaluation::BackboneEvaluation(TrainingRun& run, Backbone& backbone, const at::Device& device)
    : run_(run), backbone_(backbone), device_(device) {}

std::optional<double> BackboneEvaluation::evaluate(std::int64_t epoch, std::int64_t step) {
    const Options& options = run_.options();
    // An untrained head stands in: the protocols then see the same sigma² for nearly every face, and the
    // cosine accuracy, which is what counts here, does not look at it.
    UncertaintyHead head({backbone_.featureSize()}, 1);
    head.to(device_);
    double sum = 0;
    bool everySet = !options.evaluation.sets.empty();
    for (const auto& [name, source] : options.evaluation.sets) {
        try {
            SetEmbedder embedder(openImages({source}), preprocessFor(options, false), backbone_, device_,
                                 embedOptions(run_));
            const auto embeddings =
                embedder.embed(head, run_.control().token(), run_.counter(Phase::Evaluating, name));
            if (!embeddings) {
                return std::nullopt;
            }
            sum += evaluateAndRecord(run_, *embeddings, name, source, {}, epoch, step)
                       .scores.at("cosine")
                       .accuracy;
        } catch (const std::exception& error) {
            everySet = false;
            noteNotMeasured(run_, name, step, error);
        }
    }
    return everySet && std::isfinite(sum)
               ? std::optional(sum / static_cast<double>(options.evaluation.sets.size()))
               : std::nullopt;
}

}  // namespace pf

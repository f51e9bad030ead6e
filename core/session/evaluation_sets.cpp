#include "core/session/evaluation_sets.h"

#include <array>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/session/evaluation.h"
#include "core/session/network.h"

namespace pf {
namespace {

constexpr double kBytesPerGib = 1024.0 * 1024.0 * 1024.0;

EmbedOptions embedOptions(const Options& options) {
    EmbedOptions embed;
    embed.loaderThreads = static_cast<int>(options.data.loaderThreads);
    embed.batchSize = options.evaluation.batchSize;
    return embed;
}

void reportSkipped(TrainingRun& run, const std::string& set, const std::vector<std::string>& skipped) {
    if (!skipped.empty()) {
        run.note(NoteRecord::Level::Warning,
                 set + ": " + formatCount(static_cast<std::int64_t>(skipped.size())) +
                     " images cannot be read; their pairs are left out. First: " + skipped.front());
    }
}

/// The protocols that are cheap enough for every epoch, with the scores of the record.
EvaluationRequest requestOf(const Options& options) {
    EvaluationRequest request;
    request.evaluation = options.evaluation;
    request.report.fmrTargets = {options.evaluation.farTarget};
    return request;
}

/// Compares a set with the training pictures and says what was found.
OverlapNote checkOverlap(TrainingRun& run, const std::string& set, const ImageCatalog& catalog) {
    run.report({.phase = Phase::Opening, .detail = set});
    OverlapNote overlap = overlapWithTraining(catalog, run.directory(), run.control(),
                                              static_cast<int>(run.options().data.loaderThreads));
    if (!overlap.text.empty()) {
        run.note(overlap.isWarning ? NoteRecord::Level::Warning : NoteRecord::Level::Info,
                 set + ": " + overlap.text);
    }
    return overlap;
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
    const auto evaluation = evaluateSet(embeddings, requestOf(run.options()), set, std::move(card));
    EvaluationRecord record = evaluation->report.record;
    record.epoch = epoch;
    record.step = step;
    const std::filesystem::path folder =
        std::filesystem::path("evaluation") / set / ("step-" + std::to_string(step));
    record.reportFile = (folder / "report.json").string();
    writeEvaluation(run.directory() / folder, *evaluation);
    run.writer().evaluation(record);
    return record;
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

EvaluationSets::EvaluationSets(TrainingRun& run, Backbone& backbone, const at::Device& device,
                               double memoryGib, std::string backboneHash)
    : run_(run),
      backbone_(backbone),
      device_(device),
      memoryGib_(memoryGib),
      backboneHash_(std::move(backboneHash)) {}

void EvaluationSets::open() {
    opened_ = true;
    const Options& options = run_.options();
    for (const auto& [name, source] : options.evaluation.sets) {
        auto embed = embedOptions(options);
        embed.shared = run_.sharedFeatures();
        embed.backboneHash = backboneHash_;
        auto catalog = openImages({source});
        if (!catalog.isPairSet()) {
            throw Error(ErrorCode::Data,
                        "is no pair set; evaluation.sets needs .bin sets (or synthetic:pairs=600)",
                        name + " (" + source + ")");
        }
        const double gib = static_cast<double>(FeatureStore::bytesNeeded(
                               static_cast<std::int64_t>(catalog.size()), false, backbone_)) /
                           kBytesPerGib;
        embed.keepFeatures = options.features.store != "off" && gib <= memoryGib_;
        if (embed.keepFeatures) {
            memoryGib_ -= gib;
        } else {
            run_.note(
                NoteRecord::Level::Info,
                name +
                    " crosses the backbone at every evaluation (its features do not fit features.memory_gib "
                    "or the store is off)");
        }
        OverlapNote overlap = checkOverlap(run_, name, catalog);
        sets_.push_back({name,
                         std::make_unique<SetEmbedder>(std::move(catalog), preprocessFor(options, false),
                                                       backbone_, device_, embed),
                         std::move(overlap)});
    }
}

std::optional<EvaluationSets::Result> EvaluationSets::evaluate(UncertaintyHead& head, std::int64_t epoch,
                                                               std::int64_t step) {
    if (!opened_) {
        open();
    }
    if (sets_.empty()) {
        return std::nullopt;
    }
    Result result;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
        const auto& set = sets_[i];
        const auto embeddings =
            set.embedder->embed(head, run_.control().token(), run_.counter(Phase::Evaluating, set.name));
        if (!embeddings) {
            return std::nullopt;
        }
        reportSkipped(run_, set.name, embeddings->skipped);
        const auto& options = run_.options().evaluation;
        const auto record = evaluateAndRecord(run_, *embeddings, set.name, options.sets.at(set.name),
                                              set.overlap, epoch, step);
        result.bestValue += checkpointValue(record, options.bestBy) / static_cast<double>(sets_.size());
        if (i == 0) {
            result.calibration = calibrate(*embeddings, run_.options().evaluation.farTarget);
            result.calibrationSet = set.name;
        }
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
    for (const auto& [name, source] : options.evaluation.sets) {
        SetEmbedder embedder(openImages({source}), preprocessFor(options, false), backbone_, device_,
                             embedOptions(options));
        const auto embeddings =
            embedder.embed(head, run_.control().token(), run_.counter(Phase::Evaluating, name));
        if (!embeddings) {
            return std::nullopt;
        }
        sum +=
            evaluateAndRecord(run_, *embeddings, name, source, {}, epoch, step).scores.at("cosine").accuracy;
    }
    return options.evaluation.sets.empty()
               ? std::nullopt
               : std::optional(sum / static_cast<double>(options.evaluation.sets.size()));
}

}  // namespace pf

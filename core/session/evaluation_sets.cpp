#include "core/session/evaluation_sets.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/records_json.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/session/network.h"

namespace pf {
namespace {

constexpr double kBytesPerGib = 1024.0 * 1024.0 * 1024.0;

EmbedOptions embedOptions(const Options& options) {
    return {static_cast<int>(options.data.loaderThreads), options.evaluation.batchSize, false};
}

void reportSkipped(TrainingRun& run, const std::string& set, const std::vector<std::string>& skipped) {
    if (!skipped.empty()) {
        run.note(NoteRecord::Level::Warning,
                 set + ": " + formatCount(static_cast<std::int64_t>(skipped.size())) +
                     " images cannot be read; their pairs are left out. First: " + skipped.front());
    }
}

void record(TrainingRun& run, EvaluationRecord& result, std::int64_t epoch, std::int64_t step) {
    result.epoch = epoch;
    result.step = step;
    const std::filesystem::path folder =
        std::filesystem::path("evaluation") / result.set / ("step-" + std::to_string(step));
    result.reportFile = (folder / "report.json").string();
    writeReport(run.directory() / folder, result);
    run.writer().evaluation(result);
}

}  // namespace

void writeReport(const std::filesystem::path& directory, const EvaluationRecord& record) {
    std::error_code status;
    std::filesystem::create_directories(directory, status);
    if (status) {
        throw Error(ErrorCode::Io, "cannot create the folder: " + status.message(), directory.string());
    }
    writeTextAtomically(directory / "report.json", evaluationReportText(record));
    std::string csv =
        "discard_fraction,risk_threshold,kept,total,accuracy,threshold,random_discard_accuracy\n";
    for (std::size_t i = 0; i < record.riskCurve.size(); ++i) {
        const auto& point = record.riskCurve[i];
        csv += formatNumber(point.riskFactor) + "," + formatNumber(point.riskThreshold) + "," +
               std::to_string(point.kept) + "," + std::to_string(point.total) + "," +
               formatNumber(point.accuracy) + "," + formatNumber(point.threshold) + "," +
               formatNumber(record.randomCurve.at(i).accuracy) + "\n";
    }
    writeTextAtomically(directory / "risk.csv", csv);
}

EvaluationSets::EvaluationSets(TrainingRun& run, Backbone& backbone, const at::Device& device,
                               double memoryGib)
    : run_(run), backbone_(backbone), device_(device), memoryGib_(memoryGib) {}

void EvaluationSets::open() {
    opened_ = true;
    const Options& options = run_.options();
    for (const auto& [name, source] : options.evaluation.sets) {
        auto embed = embedOptions(options);
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
        sets_.push_back(
            {name, std::make_unique<SetEmbedder>(std::move(catalog), preprocessFor(options, false), backbone_,
                                                 device_, embed)});
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
        auto evaluation = evaluateEmbeddings(*embeddings, run_.options().evaluation, set.name);
        record(run_, evaluation, epoch, step);
        result.meanMlsAccuracy += evaluation.scores.at("mls").accuracy / static_cast<double>(sets_.size());
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
        auto evaluation = evaluateEmbeddings(*embeddings, options.evaluation, name);
        record(run_, evaluation, epoch, step);
        sum += evaluation.scores.at("cosine").accuracy;
    }
    return options.evaluation.sets.empty()
               ? std::nullopt
               : std::optional(sum / static_cast<double>(options.evaluation.sets.size()));
}

}  // namespace pf

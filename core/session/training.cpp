#include "core/session/training.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/data/face_sources.h"
#include "core/data/preparation.h"
#include "core/data/verify_images.h"
#include "core/eval/sigma_head.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/percentiles.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/evaluation_sets.h"
#include "core/session/loader_view_source.h"
#include "core/session/model_card.h"
#include "core/session/network.h"
#include "core/session/steady_backbone.h"
#include "core/session/training_meter.h"
#include "core/session/training_run.h"
#include "core/train/batch_source.h"
#include "core/train/pretrainer.h"
#include "core/train/trainer.h"

namespace pf {
namespace {

constexpr std::size_t kListedInNote = 3;

std::vector<int> labelsOf(const FaceSet& faces) {
    std::vector<int> labels(faces.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = faces.info(i).label;
    }
    return labels;
}

/// Says which images are left out, in the run directory's notes and in full in skipped-images.txt.
void reportSkipped(TrainingRun& run, const std::vector<std::string>& lines,
                   const std::vector<std::string>& droppedIdentities) {
    if (lines.empty()) {
        return;
    }
    std::string text;
    for (const auto& line : lines) {
        text += line + "\n";
    }
    writeTextAtomically(run.directory() / "skipped-images.txt", text);
    std::string note = formatCount(static_cast<std::int64_t>(lines.size())) +
                       " images cannot be used and are left out (all in skipped-images.txt):";
    for (std::size_t i = 0; i < std::min(kListedInNote, lines.size()); ++i) {
        note += "\n" + lines[i];
    }
    if (!droppedIdentities.empty()) {
        note += "\nidentities without any image left: ";
        for (std::size_t i = 0; i < droppedIdentities.size(); ++i) {
            note += (i > 0 ? ", " : "") + droppedIdentities[i];
        }
    }
    run.note(NoteRecord::Level::Warning, note);
}

FaceSetPtr openTrainingFaces(TrainingRun& run) {
    run.report({.phase = Phase::Opening, .detail = "training faces"});
    FaceSetPtr faces = openImages(run.options().data.train).faces();
    if (faces->identities().empty()) {
        throw Error(ErrorCode::Data,
                    "names no identities; training needs a folder per identity or a list with labels",
                    run.options().data.train.front());
    }
    if (run.options().data.checkImages) {
        VerifyOptions verify;
        verify.threads = static_cast<int>(run.options().data.loaderThreads);
        verify.progress = [count = run.counter(Phase::Checking, "training faces")](std::size_t done,
                                                                                   std::size_t total) {
            count(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
        };
        faces = withoutBadImages(faces, verify, run.control().token());
    }
    for (const std::string& note : faces->notes()) {
        run.note(NoteRecord::Level::Warning, note);
    }
    run.note(NoteRecord::Level::Info,
             "training on " + formatCount(static_cast<std::int64_t>(faces->size())) + " images of " +
                 formatCount(static_cast<std::int64_t>(faces->identities().size())) + " identities");
    return faces;
}

SamplerOptions samplerOptions(const Options& options, bool continuous) {
    return {static_cast<std::uint64_t>(options.train.seed), options.train.identitiesPerBatch,
            options.train.imagesPerIdentity, options.augment.flip, continuous};
}

/// The features of the training views, or nothing when they are not kept (said) or the work was stopped.
std::shared_ptr<const FeatureStore> makeStore(TrainingRun& run, const LoaderViewSource& source,
                                              const std::vector<int>& labels, const std::string& key,
                                              Backbone& backbone, at::Device device, bool continuous) {
    const Options& options = run.options();
    const std::uint64_t bytes =
        FeatureStore::bytesNeeded(source.imageCount(), options.augment.flip, backbone);
    const double gib = static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0);
    std::string off;
    if (options.features.store == "off") {
        off = "features.store is off";
    } else if (continuous) {
        off = "augment.transforms make every view different";
    } else if (gib > options.features.memoryGib) {
        off = "it needs " + formatNumber(std::round(gib * 100) / 100) +
              " GiB and features.memory_gib allows " + formatNumber(options.features.memoryGib);
    }
    if (!off.empty()) {
        run.note(NoteRecord::Level::Info,
                 "the feature store is off (" + off + "): every batch crosses the backbone");
        return nullptr;
    }
    std::vector<std::int64_t> images;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0) {
            images.push_back(static_cast<std::int64_t>(i));
        }
    }
    if (run.sharedFeatures() != nullptr) {
        if (auto shared = run.sharedFeatures()->find(key)) {
            return shared;
        }
    }
    const auto store = std::make_shared<const FeatureStore>(
        source, std::move(images), options.augment.flip, backbone, options.evaluation.batchSize, device,
        run.control().token(), run.counter(Phase::Extracting, "training faces"));
    if (run.sharedFeatures() != nullptr && store->complete()) {
        run.sharedFeatures()->keep(key, store, bytes);
    }
    return store;
}

/// 101 percentiles of the training images' sigma² (plain views); empty without a store.
std::vector<double> trainingSigma(UncertaintyHead& head, const FeatureStore* store) {
    if (store == nullptr) {
        return {};
    }
    auto features = store->all().features;
    if (store->hasFlips()) {
        features = features.slice(0, 0, features.size(0), 2);
    }
    const auto sigmaSq = sigmaSqOf(head, features).contiguous();
    const std::vector<double> summary =
        geometricMeanSigmaSqRows({sigmaSq.data_ptr<float>(), static_cast<std::size_t>(sigmaSq.numel())},
                                 static_cast<std::size_t>(sigmaSq.size(1)));
    std::vector<double> percents(101);
    std::iota(percents.begin(), percents.end(), 0.0);
    return percentiles(std::span<const double>(summary), percents);
}

TrainOutcome trainHeadIn(TrainingRun& run) {
    Options& options = run.options();
    checkRecipe(options);
    setTorchThreads(static_cast<int>(options.train.threads));
    const at::Device device = resolveDevice(options.train.device);
    run.writer().state("preparing");

    FaceSetPtr faces = openTrainingFaces(run);
    run.report({.phase = Phase::Opening, .detail = "backbone"});
    auto opened = openBackbone(options, device);
    if (const std::string warning = requireSteady(*opened.network, options.model.backbone);
        !warning.empty()) {
        run.note(NoteRecord::Level::Warning, warning);
    }
    for (const auto& note : opened.notes) {
        run.note(NoteRecord::Level::Info, note);
    }
    run.writer().writeConfig(runConfigText(options, faces->hash()));

    const PreprocessOptions preprocess = preprocessFor(options, true);
    const LoaderViewSource source(faces, preprocess, static_cast<int>(options.data.loaderThreads));
    std::vector<int> labels = labelsOf(*faces);
    const std::string backboneHash = opened.network->sha256();
    const auto store =
        makeStore(run, source, labels, featureKey(*faces, backboneHash, preprocess, options.augment.flip),
                  *opened.network, device, preprocess.isContinuous());
    std::vector<std::string> skipped = ImageCatalog(faces).skipped();
    std::vector<std::string> dropped = faces->droppedIdentities();
    if (store) {
        if (!store->complete()) {
            run.writer().state("interrupted", "stopped before the first step; --resume continues");
            return {TrainEnd::Interrupted, run.directory(), "", 0};
        }
        for (const auto& failure : store->failures()) {
            const int identity = std::exchange(labels[static_cast<std::size_t>(failure.image)], -1);
            skipped.push_back(failure.reason);
            if (identity >= 0 && std::find(labels.begin(), labels.end(), identity) == labels.end()) {
                dropped.push_back(faces->identities()[static_cast<std::size_t>(identity)]);
            }
        }
    }
    reportSkipped(run, skipped, dropped);

    const IdentitySampler sampler(samplerOptions(options, preprocess.isContinuous()), labels);
    const auto batches =
        store ? makeStoredBatchSource(store, source, sampler)
              : makeStreamedBatchSource(source, sampler, *opened.network, device, run.control().token());
    HeadOptions headOptions;
    headOptions.inputSize = opened.network->featureSize();
    headOptions.hiddenSize = options.model.head.hidden;
    headOptions.sigmaSize = options.model.head.sigma == "vector" ? opened.network->embeddingSize() : 1;
    UncertaintyHead head(headOptions, static_cast<std::uint64_t>(options.train.seed));
    head.to(device);
    Trainer trainer({lossOptions(options.loss),
                     options.train.schedule,
                     options.train.momentum,
                     {options.train.epochs, options.train.stepsPerEpoch}},
                    head, *batches);

    ModelCard card;
    card.options = options;
    card.backboneHash = backboneHash;
    card.backboneFileHash = fileSha256(resolveBuiltin(options.model.backbone.file));
    card.preprocessing = preprocessFor(options, false).fingerprint();
    card.dataHash = faces->hash();
    card.imagePreparation = preparationOf(*faces).text();
    const double storeGib = store ? static_cast<double>(FeatureStore::bytesNeeded(
                                        store->imageCount(), store->hasFlips(), *opened.network)) /
                                        (1024.0 * 1024.0 * 1024.0)
                                  : 0.0;
    EvaluationSets sets(run, *opened.network, device, options.features.memoryGib - storeGib, backboneHash);
    const RunParts parts{
        trainer, [&] { return cardMetadata(card); },
        [&](std::int64_t epoch) -> std::optional<double> {
            card.trainingSigmaSq = trainingSigma(head, store.get());
            const auto result = sets.evaluate(head, epoch, trainer.completedSteps());
            if (!result) {
                return std::nullopt;
            }
            card.thresholds = {{"mls", result->calibration.mls}, {"cosine", result->calibration.cosine}};
            card.calibratedOn = result->calibrationSet;
            card.calibratedFar = result->calibration.far;
            return result->bestValue;
        },
        [&] { return head.namedTensors(); }};
    return run.conduct(parts);
}

TrainOutcome pretrainIn(TrainingRun& run) {
    Options& options = run.options();
    setTorchThreads(static_cast<int>(options.train.threads));
    const at::Device device = resolveDevice(options.train.device);
    run.writer().state("preparing");
    const FaceSetPtr faces = openTrainingFaces(run);
    reportSkipped(run, ImageCatalog(faces).skipped(), faces->droppedIdentities());
    run.writer().writeConfig(runConfigText(options, faces->hash()));

    const PreprocessOptions preprocess = preprocessFor(options, true);
    const LoaderViewSource source(faces, preprocess, static_cast<int>(options.data.loaderThreads));
    const auto labels = labelsOf(*faces);
    const IdentitySampler sampler(samplerOptions(options, preprocess.isContinuous()), labels);
    ResFace network(resFaceOptions(options), static_cast<std::uint64_t>(options.train.seed));
    network.to(device);
    ArcFaceOptions arcface;
    arcface.classes = sampler.identityCount();
    arcface.embeddingSize = options.model.backbone.embeddingSize;
    arcface.scale = options.pretrain.arcfaceScale;
    arcface.margin = options.pretrain.arcfaceMargin;
    ArcFaceHead classifier(arcface, static_cast<std::uint64_t>(options.train.seed) + 1);
    classifier.to(device);
    Pretrainer pretrainer({options.train.schedule,
                           options.train.momentum,
                           options.pretrain.weightDecay,
                           {options.train.epochs, options.train.stepsPerEpoch}},
                          network, classifier, source, sampler, device, run.control().token());
    run.note(NoteRecord::Level::Info, "pretraining " + network.description());

    BackboneEvaluation evaluation(run, network, device);
    const RunParts parts{
        pretrainer,
        [&] {
            auto metadata = backboneMetadata(network.options(), normalisationOf(options.model.input));
            metadata["kind"] = "pretraining";
            metadata["config"] = configText(options);
            return metadata;
        },
        [&](std::int64_t epoch) { return evaluation.evaluate(epoch, pretrainer.completedSteps()); },
        [&] { return network.namedTensors(); }, false};
    const TrainOutcome outcome = run.conduct(parts);
    if (outcome.end == TrainEnd::Finished) {
        const Normalisation normalisation = normalisationOf(options.model.input);
        saveBackbone(run.directory() / "backbone.safetensors", network, normalisation);
        if (!options.pretrain.output.empty()) {
            saveBackbone(options.pretrain.output, network, normalisation);
        }
    }
    return outcome;
}

}  // namespace

void checkRecipe(const Options& options) {
    checkOptions(options);
    preprocessFor(options, true);
}

TrainOutcome trainHead(const TrainRequest& request, RunControl& control, const ProgressObserver& observer) {
    TrainingMeter meter(effectiveOptions(request), observer);
    TrainingRun run(request, control, meter.observer());
    return run.guarded([&] { return trainHeadIn(run); });
}

TrainOutcome pretrainBackbone(const TrainRequest& request, RunControl& control,
                              const ProgressObserver& observer) {
    TrainingMeter meter(effectiveOptions(request), observer);
    TrainingRun run(request, control, meter.observer());
    return run.guarded([&] { return pretrainIn(run); });
}

}  // namespace pf

#include "core/session/run/training.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/data/input/loader_view_source.h"
#include "core/data/input/preparation.h"
#include "core/eval/embeddings/sigma_head.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/percentiles.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/job_meter.h"
#include "core/session/model/internal/model_folder.h"
#include "core/session/model/internal/network.h"
#include "core/session/model/internal/usable_network.h"
#include "core/session/run/internal/evaluation_sets.h"
#include "core/session/run/internal/training_data.h"
#include "core/session/run/internal/training_run.h"
#include "core/train/batch_source.h"
#include "core/train/near_copies.h"
#include "core/train/pretrainer.h"
#include "core/train/trainer.h"

namespace pf {
namespace {

SamplerOptions samplerOptions(const Options& options, bool continuous, OnePicture onePicture) {
    return {static_cast<std::uint64_t>(options.train.seed),
            options.train.identitiesPerBatch,
            options.train.imagesPerIdentity,
            options.augment.flip,
            continuous,
            onePicture};
}

/// The sampler of a head's batches. Throws: Error when identities and pictures are too few for a batch.
IdentitySampler headSampler(const Options& options, bool continuous, const TrainingData& data) {
    const OnePicture onePicture =
        options.data.onePicture == "leave_out" ? OnePicture::LeaveOut : OnePicture::Negatives;
    return {samplerOptions(options, continuous, onePicture), data.labels, data.digests.content};
}

/// Says who takes part in which way, where it is not everybody in the same.
void reportSampling(TrainingRun& run, const IdentitySampler& sampler) {
    const auto identities = [](std::int64_t count) {
        return formatCount(count) + (count == 1 ? " identity has" : " identities have");
    };
    if (const std::int64_t count = sampler.onePictureCount(); count > 0) {
        run.info(identities(count) + " one picture" +
                 (sampler.negativesCount() > 0
                      ? std::string(", which joins batches as a negative only (data.one_picture=negatives)")
                      : std::string(count == 1 ? " and is" : " and are") +
                            " left out (data.one_picture=leave_out)"));
    }
    if (const std::int64_t count = sampler.twoPicturesCount(); count > 0) {
        run.info(identities(count) + " two pictures");
    }
    if (const std::int64_t count = sampler.copyCount(); count > 0) {
        run.info(formatCount(count) +
                 (count == 1 ? " image is a byte-identical copy of another one of its identity, and is"
                             : " images are byte-identical copies of others of their identity, and are") +
                 " not used");
    }
}

/// The features of the training views, or nothing when they are not kept (said) or the work was stopped.
std::shared_ptr<const FeatureStore> makeStore(TrainingRun& run, const LoaderViewSource& source,
                                              std::vector<std::int64_t> images, const std::string& key,
                                              Backbone& backbone, at::Device device, bool continuous) {
    const Options& options = run.options();
    const std::uint64_t bytes = FeatureStore::bytesNeeded(std::ssize(images), options.augment.flip, backbone);
    const double gib = static_cast<double>(bytes) / kBytesPerGib;
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
        run.info("the feature store is off (" + off +
                 "): every batch crosses the backbone, and pictures that are "
                 "copies stored again or mirrored are not looked for");
        return nullptr;
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

/// Throws: Error(Numeric) naming pictures for which the backbone gives what is not finite.
void requireFinite(const FeatureStore& store, const std::vector<std::int64_t>& images, const FaceSet& faces) {
    constexpr std::int64_t kRows = 4096;
    constexpr std::size_t kNamed = 3;
    std::vector<std::string> names;
    const BackboneOutput& all = store.all();
    const std::int64_t views = store.hasFlips() ? 2 : 1;
    for (std::int64_t start = 0; start < all.mu.size(0) && names.size() < kNamed; start += kRows) {
        const std::int64_t rows = std::min(kRows, all.mu.size(0) - start);
        const at::Tensor finite =
            at::isfinite(all.mu.narrow(0, start, rows))
                .all(1)
                .logical_and(at::isfinite(all.features.narrow(0, start, rows)).flatten(1).all(1));
        if (finite.all().item<bool>()) {
            continue;
        }
        for (std::int64_t row = 0; row < rows && names.size() < kNamed; ++row) {
            const auto image = images.at(static_cast<std::size_t>((start + row) / views));
            const bool failed = std::ranges::any_of(
                store.failures(), [image](const ViewFailure& failure) { return failure.image == image; });
            const std::string name = faces.info(static_cast<std::size_t>(image)).name;
            if (!finite[row].item<bool>() && !failed && (names.empty() || names.back() != name)) {
                names.push_back(name);
            }
        }
    }
    if (!names.empty()) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto count = static_cast<std::int64_t>(names.size());
        throw Error(ErrorCode::Numeric,
                    embeddingProblem(at::full({count, 1}, nan), at::full({count}, nan), names));
    }
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

/// A stop before the first step, when nothing is there to be saved.
TrainOutcome stoppedBefore(TrainingRun& run) {
    run.state("interrupted", "stopped before the first step; --resume continues");
    return {TrainEnd::Interrupted, run.directory(), "", 0, ""};
}

TrainOutcome trainHeadIn(TrainingRun& run) {
    Options& options = run.options();
    Options checked = options;
    if (run.isResumed()) {
        checked.evaluation.sets.clear();  // they are no reason to fail then: see openSetsOf
    }
    checkRecipe(checked);
    setTorchThreads(static_cast<int>(options.train.threads));
    const at::Device device = resolveDevice(options.train.device);
    run.state("preparing");

    auto evaluationSets = openSetsOf(run);
    auto data = openTrainingData(run);
    if (!data) {
        return stoppedBefore(run);
    }
    const FaceSetPtr& faces = data->faces;
    // Before the hours of extraction: are there identities enough for a batch?
    const bool continuous = preprocessFor(options, true).isContinuous();
    std::optional<IdentitySampler> sampler = headSampler(options, continuous, *data);
    reportSampling(run, *sampler);
    run.report({.phase = Phase::Opening, .detail = "backbone"});
    auto opened = openBackbone(options, device);
    if (const std::string warning = requireSteady(*opened.network, options.model.backbone);
        !warning.empty()) {
        run.warn(warning);
    }
    requireUsable(*opened.network, options, device, true);
    for (const auto& note : opened.notes) {
        run.info(note);
    }
    run.recordConfig(runConfigText(options, data->record));

    // Only now: the backbone says what size its images have.
    const PreprocessOptions preprocess = preprocessFor(options, true);
    const LoaderViewSource source(faces, preprocess, static_cast<int>(options.data.loaderThreads),
                                  run.readRetry());
    std::vector<int>& labels = data->labels;
    const std::string backboneHash = opened.network->sha256();
    const auto store = makeStore(
        run, source, sampler->images(),
        featureKey(*faces, backboneHash, preprocess, options.augment.flip) + " " + options.data.onePicture,
        *opened.network, device, continuous);
    std::vector<std::string> skipped = ImageCatalog(faces).skipped();
    std::vector<std::string> dropped = faces->droppedIdentities();
    if (store) {
        if (!store->complete()) {
            return stoppedBefore(run);
        }
        requireFinite(*store, sampler->images(), *faces);
        for (const auto& failure : store->failures()) {
            const int identity = std::exchange(labels[static_cast<std::size_t>(failure.image)], -1);
            skipped.push_back(failure.reason);
            if (identity >= 0 && std::find(labels.begin(), labels.end(), identity) == labels.end()) {
                dropped.push_back(faces->identities()[static_cast<std::size_t>(identity)]);
            }
        }
    }
    reportSkipped(run, skipped, dropped);
    if (store) {
        const std::int64_t copies = markNearCopies(*store, labels, sampler->images(), data->digests.content);
        if (copies > 0) {
            run.warn(formatCount(copies) + (copies == 1
                                                ? " image looks to the backbone like another one of its "
                                                  "identity (stored again, or mirrored), and is not used"
                                                : " images look to the backbone like others of their "
                                                  "identity (stored again, or mirrored), and are not used"));
        }
        if (copies > 0 || !store->failures().empty()) {
            sampler = headSampler(options, continuous, *data);
        }
    }
    const auto batches =
        store ? makeStoredBatchSource(store, source, *sampler)
              : makeStreamedBatchSource(source, *sampler, *opened.network, device, run.control().token());
    UncertaintyHead head(
        {.inputSize = opened.network->featureSize(),
         .hiddenSize = options.model.head.hidden,
         .sigmaSize = options.model.head.sigma == "vector" ? opened.network->embeddingSize() : 1},
        static_cast<std::uint64_t>(options.train.seed));
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
    card.dataHash = data->record.names;
    card.imagePreparation = preparationOf(*faces).text();
    const double storeGib = store ? static_cast<double>(FeatureStore::bytesNeeded(
                                        store->imageCount(), store->hasFlips(), *opened.network)) /
                                        kBytesPerGib
                                  : 0.0;
    EvaluationSets sets(run, std::move(evaluationSets), *opened.network, device,
                        options.features.memoryGib - storeGib, backboneHash);
    const RunParts parts{
        trainer, [&] { return cardMetadata(card); },
        [&](std::int64_t epoch) -> std::optional<double> {
            card.trainingSigmaSq = trainingSigma(head, store.get());
            const auto result = sets.evaluate(head, epoch, trainer.completedSteps());
            if (!result) {
                return std::nullopt;
            }
            if (const auto& calibration = result->calibration) {
                card.thresholds = {{"mls", calibration->mls}, {"cosine", calibration->cosine}};
                card.calibratedOn = result->calibrationSet;
                card.calibratedFmr = calibration->fmr;
            }
            return result->bestValue;
        },
        [&] { return head.namedTensors(); }, std::exp(*head.options().beta0)};
    return run.conduct(parts);
}

TrainOutcome pretrainIn(TrainingRun& run) {
    Options& options = run.options();
    setTorchThreads(static_cast<int>(options.train.threads));
    const at::Device device = resolveDevice(options.train.device);
    run.state("preparing");
    openSetsOf(run);
    const auto data = openTrainingData(run);
    if (!data) {
        return stoppedBefore(run);
    }
    const FaceSetPtr& faces = data->faces;
    reportSkipped(run, ImageCatalog(faces).skipped(), faces->droppedIdentities());
    run.recordConfig(runConfigText(options, data->record));

    const PreprocessOptions preprocess = preprocessFor(options, true);
    const LoaderViewSource source(faces, preprocess, static_cast<int>(options.data.loaderThreads),
                                  run.readRetry());
    const IdentitySampler sampler(samplerOptions(options, preprocess.isContinuous(), OnePicture::LikeOthers),
                                  data->labels);
    ResFace network(resFaceOptions(options), static_cast<std::uint64_t>(options.train.seed));
    network.to(device);
    ArcFaceHead classifier({.classes = sampler.identityCount(),
                            .embeddingSize = options.model.backbone.embeddingSize,
                            .scale = options.pretrain.arcfaceScale,
                            .margin = options.pretrain.arcfaceMargin},
                           static_cast<std::uint64_t>(options.train.seed) + 1);
    classifier.to(device);
    Pretrainer pretrainer({options.train.schedule,
                           options.train.momentum,
                           options.pretrain.weightDecay,
                           {options.train.epochs, options.train.stepsPerEpoch}},
                          network, classifier, source, sampler, device, run.control().token());
    run.info("pretraining " + network.description());

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
        [&] { return network.namedTensors(); }, 0};
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

/// Until the data is open: the size of a small set, and the paces of a small machine.
constexpr double kImages = 2000;
constexpr double kLookSeconds = 0.001;
constexpr double kNetworkSeconds = 0.01;
constexpr double kStepSeconds = 0.02;

/// The training as a whole: looking at its images, their features, the steps, the evaluations.
std::vector<JobPart> partsOf(const Options& options) {
    std::vector<JobPart> parts;
    if (options.data.checkImages) {
        parts.push_back(
            {.phase = Phase::Checking, .stage = 0, .unitsPerRound = kImages, .secondsPerUnit = kLookSeconds});
    }
    if (options.features.store != "off") {
        parts.push_back({.phase = Phase::Extracting,
                         .stage = 1,
                         .unitsPerRound = kImages,
                         .secondsPerUnit = kNetworkSeconds});
    }
    parts.push_back({.phase = Phase::Training,
                     .stage = 2,
                     .unitsPerRound = static_cast<double>(options.train.epochs * options.train.stepsPerEpoch),
                     .secondsPerUnit = kStepSeconds,
                     .mayResume = true});
    if (!options.evaluation.sets.empty()) {
        // Its images cross the backbone once; later evaluations have their features.
        parts.push_back({.phase = Phase::Evaluating,
                         .stage = 2,
                         .rounds = static_cast<double>(options.evaluation.sets.size()),
                         .unitsPerRound = kImages,
                         .secondsPerUnit = kNetworkSeconds,
                         .paceOf = Phase::Extracting});
    }
    return parts;
}

TrainOutcome trainIn(PreparedRun prepared, RunControl& control, const ProgressObserver& observer,
                     TrainOutcome (*work)(TrainingRun&)) {
    const double viewsPerImage = prepared.request().options.augment.flip ? 2 : 1;
    JobMeter meter(partsOf(prepared.request().options), observer);
    prepared.setOnWaiting([&meter, told = prepared.request().onWaiting](const std::string& why) {
        meter.setWaiting(!why.empty());
        if (told) {
            told(why);
        }
    });
    TrainingRun run(std::move(prepared), control, [&meter, viewsPerImage](const Progress& progress) {
        if (progress.phase == Phase::Checking && progress.total > 0) {
            meter.plan(Phase::Extracting, 1, viewsPerImage * static_cast<double>(progress.total));
        }
        meter.report(progress);
    });
    return run.guarded([&] { return work(run); });
}

}  // namespace

void checkRecipe(const Options& options) {
    checkOptions(options);
    preprocessFor(options, true);
}

TrainOutcome trainHead(PreparedRun run, RunControl& control, const ProgressObserver& observer) {
    return trainIn(std::move(run), control, observer, &trainHeadIn);
}

TrainOutcome pretrainBackbone(PreparedRun run, RunControl& control, const ProgressObserver& observer) {
    return trainIn(std::move(run), control, observer, &pretrainIn);
}

}  // namespace pf

#include "core/session/inspect/backbone_check.h"

#include <algorithm>
#include <chrono>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/images.h"
#include "core/session/inspect/internal/backbone_findings.h"
#include "core/session/inspect/internal/backbone_pairs.h"
#include "core/session/job_meter.h"
#include "core/session/model/internal/network.h"

namespace pf {
namespace {

using Clock = std::chrono::steady_clock;
using Level = BackboneFinding::Level;

constexpr int kThumbnailSide = 112;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The first image of each of up to `count` people, as far apart in the catalog as they can be.
std::vector<std::size_t> chosenImages(const ImageCatalog& images, std::size_t count) {
    std::vector<std::size_t> candidates;
    int last = -1;
    for (std::size_t i = 0; i < images.size(); ++i) {
        const int person = images.label(i);
        if (person < 0 || person != last) {
            candidates.push_back(i);
        }
        last = person;
    }
    return evenlySpaced(candidates, count);
}

/// Reads the sample; its rows' names and thumbnails, and images that cannot be used, go into `check`.
SampleView readSample(const BackboneCheckRequest& request, const PreprocessOptions& preprocess,
                      BackboneCheck& check) {
    SampleView sample;
    sample.synthetic = request.images.empty();
    const std::vector<std::string> sources =
        sample.synthetic
            ? std::vector<std::string>{"synthetic:images=1,max_degradation=0,identities=" +
                                       std::to_string(std::max<std::size_t>(2, request.imageCount))}
            : request.images;
    const ImageCatalog images = distinctImages(openImages(sources));
    std::vector<float> pixels(preprocess.imageFloats());
    std::vector<at::Tensor> rows;
    for (const std::size_t index : chosenImages(images, request.imageCount)) {
        try {
            const cv::Mat image = images.faces()->decode(index);
            preprocessInto(image, preprocess, false, nullptr, pixels);
            noteImageSize(image.cols, image.rows, preprocess, check.findings);
            check.rows.push_back({images.name(index), images.image(index, kThumbnailSide)});
        } catch (const Error& error) {
            addFinding(check.findings, Level::Warning, images.name(index) + " was left out: " + error.what());
            continue;
        }
        rows.push_back(
            torch::from_blob(pixels.data(), {1, 3, preprocess.inputHeight, preprocess.inputWidth}).clone());
        sample.people.push_back(images.label(index));
    }
    failDataIf(rows.empty(), request.images.empty() ? "" : request.images.front(),
               "none of the images of the sample can be used");
    sample.input = at::cat(rows);
    return sample;
}

/// Runs the sample, fills in the rows' numbers and judges them.
void runSample(SampleView& sample, Backbone& backbone, const at::Device& device, BackboneCheck& check) {
    const at::Tensor images = sample.input.to(device);
    // Two passes before the one that is timed: LibTorch specialises a program on its first ones.
    sample.norms = backbone.embeddingNorms(images).to(at::kCPU, at::kDouble);
    backbone.forward(images);
    const auto start = Clock::now();
    const BackboneOutput output = backbone.forward(images);
    sample.mu = output.mu.to(at::kCPU, at::kDouble);
    sample.features = output.features.to(at::kCPU);
    check.imagesPerSecond = static_cast<double>(check.rows.size()) / std::max(secondsSince(start), 1e-9);
    for (std::size_t i = 0; i < check.rows.size(); ++i) {
        auto& row = check.rows[i];
        const auto index = static_cast<std::int64_t>(i);
        row.norm = sample.norms[index].item<double>();
        row.lowest = sample.mu[index].min().item<double>() * row.norm;
        row.highest = sample.mu[index].max().item<double>() * row.norm;
    }
    judgeSample(sample, check);
}

}  // namespace

BackboneCheck checkBackbone(const BackboneCheckRequest& request, RunControl& control,
                            const ProgressObserver& observer) {
    std::vector<JobPart> parts{{Phase::Embedding, 0, 1, static_cast<double>(request.imageCount)}};
    if (!request.pairs.empty()) {
        const std::size_t images = 2 * (2 * request.pairCount + 7 * request.alternativePairCount);
        parts.push_back({Phase::Evaluating, 1, 1, static_cast<double>(images)});
    }
    JobMeter meter(std::move(parts), observer);
    const auto report = [&](Phase phase, const std::string& detail, std::size_t done, std::size_t total,
                            double imagesPerSecond) {
        Progress progress{phase, detail, static_cast<long long>(done), static_cast<long long>(total)};
        progress.imagesPerSecond = imagesPerSecond;
        meter.report(progress);
    };
    throwIf(request.imageCount < 1, ErrorCode::Config, "the number of images to look at must be at least 1");
    throwIf(request.options.model.backbone.file.empty(), ErrorCode::Config,
            "no backbone is named; set model.backbone.file");
    report(Phase::Opening, "backbone", 0, 0, 0);
    Options options = request.options;
    setTorchThreads(static_cast<int>(options.train.threads));
    const at::Device device = resolveDevice(options.train.device);
    preprocessFor(options, false);  // its mistakes before the network's
    OpenedBackbone opened = openBackbone(options, device);
    Backbone& backbone = *opened.network;
    const PreprocessOptions preprocess = preprocessFor(options, false);

    BackboneCheck check;
    check.description = backbone.description();
    check.outputs = backbone.outputs();
    check.preprocessing = preprocess.fingerprint();
    check.embeddingSize = static_cast<std::size_t>(backbone.embeddingSize());
    check.featureSize = static_cast<std::size_t>(backbone.featureSize());
    // The first note repeats the description.
    for (std::size_t i = 1; i < opened.notes.size(); ++i) {
        addFinding(check.findings, Level::Note, opened.notes[i]);
    }
    if (const std::string problem = backbone.unsteadiness(); !problem.empty()) {
        addFinding(check.findings, Level::Warning,
                   "The network " + problem + ". Training and embedding refuse it as it is.");
    }
    report(Phase::Embedding, "sample", 0, request.imageCount, 0);
    SampleView sample = readSample(request, preprocess, check);
    runSample(sample, backbone, device, check);
    report(Phase::Embedding, "sample", check.rows.size(), check.rows.size(), check.imagesPerSecond);

    if (!control.waitWhilePaused()) {
        check.stopped = true;
    } else if (!request.pairs.empty()) {
        PairTrialRequest trials;
        trials.options = options;
        trials.pairCount = request.pairCount;
        trials.fewPairs = request.alternativePairCount;
        trials.tryAlternatives = request.alternativePairCount > 0 && backbone.kind() != BackboneKind::Native;
        const auto start = Clock::now();
        const auto result =
            tryPairs(openImages({request.pairs}), trials, backbone, device, control,
                     [&](std::size_t done, std::size_t total) {
                         report(Phase::Evaluating, std::filesystem::path(request.pairs).filename().string(),
                                done, total, static_cast<double>(done) / std::max(secondsSince(start), 1e-9));
                     });
        judgePairs(result, check);
        check.stopped = result.stopped;
    }
    std::stable_partition(check.findings.begin(), check.findings.end(),
                          [](const BackboneFinding& finding) { return finding.level == Level::Warning; });
    report(Phase::Done, "", check.rows.size(), check.rows.size(), check.imagesPerSecond);
    return check;
}

}  // namespace pf

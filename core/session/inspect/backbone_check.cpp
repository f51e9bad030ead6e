#include "core/session/inspect/backbone_check.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"
#include "core/session/images.h"
#include "core/session/inspect/internal/backbone_pairs.h"
#include "core/session/job_meter.h"
#include "core/session/model/internal/network.h"
#include "core/session/model/internal/usable_network.h"

namespace pf {
namespace {

using Clock = std::chrono::steady_clock;
using Level = BackboneFinding::Level;

constexpr int kThumbnailSide = 112;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Above it, embeddings of different people say nothing. Drawn faces look more alike to a network than people
/// do.
constexpr double kAlikePeople = 0.5;
constexpr double kAlikeDrawings = 0.85;
/// Networks without a normalisation of their own see values of about -3 to 3.
constexpr double kLargestUsualInput = 10.0;
constexpr double kGoodAccuracy = 0.9;
constexpr double kPoorAccuracy = 0.75;

/// What a sample of images gave. Shapes: one row per image, all on the CPU.
struct SampleView {
    at::Tensor input;         ///< [N, 3, H, W] float32, normalised
    at::Tensor mu;            ///< [N, D] float64
    at::Tensor features;      ///< [N, F]
    at::Tensor norms;         ///< [N] float64, before mu was normalised
    std::vector<int> people;  ///< -1 when unknown
    bool synthetic = false;
};

/// Adds a finding unless it was said already.
void addFinding(BackboneCheck& check, Level level, const std::string& text) {
    if (std::ranges::find(check.findings, text, &BackboneFinding::text) == check.findings.end()) {
        check.findings.push_back({level, text});
    }
}

/// Says when an image has to change its size, or even its proportions, to fit the input.
void noteImageSize(int width, int height, const PreprocessOptions& preprocess, BackboneCheck& check) {
    if (preprocess.cropHeight > 0) {
        width = preprocess.cropWidth;
        height = preprocess.cropHeight;
    }
    const std::string image = messageFrom("Images of ", width, " x ", height, " pixels are ");
    const std::string input = messageFrom(preprocess.inputWidth, " x ", preprocess.inputHeight);
    const double stretch = (static_cast<double>(width) * preprocess.inputHeight) /
                           (static_cast<double>(height) * preprocess.inputWidth);
    if (std::abs(stretch - 1) > 0.02) {
        addFinding(check, Level::Warning,
                   image + "squeezed to the input of " + input +
                       ". Cut their centre instead (model.input.crop, height x width), or check "
                       "model.input.height and model.input.width.");
    } else if (height != preprocess.inputHeight) {
        addFinding(check, Level::Note,
                   image + "resized to " + input +
                       "; they should be faces cut out and aligned as in the network's training.");
    }
}

std::string shortNumber(double value) {
    const double scale = std::abs(value) >= 100 ? 1 : 100;
    return formatNumber(std::round(value * scale) / scale);
}

/// Mean cosine of the pairs of rows that show different people (or may do so); nothing without such a pair.
std::optional<double> meanCosine(const SampleView& sample) {
    const at::Tensor cosines = sample.mu.matmul(sample.mu.t());
    double sum = 0;
    int count = 0;
    for (std::size_t a = 0; a < sample.people.size(); ++a) {
        for (std::size_t b = a + 1; b < sample.people.size(); ++b) {
            if (sample.people[a] < 0 || sample.people[a] != sample.people[b]) {
                sum += cosines[static_cast<std::int64_t>(a)][static_cast<std::int64_t>(b)].item<double>();
                ++count;
            }
        }
    }
    return count == 0 ? std::nullopt : std::optional(sum / count);
}

/// Judges the embeddings and features of the sample: not finite, constant, hardly different, strange input.
void judgeSample(const SampleView& sample, BackboneCheck& check) {
    const double lowest = sample.input.min().item<double>();
    const double highest = sample.input.max().item<double>();
    const double largest = std::max(std::abs(lowest), std::abs(highest));
    if (largest > kLargestUsualInput || largest < 0.1) {
        addFinding(check, Level::Note,
                   "The network is fed with values from " + shortNumber(lowest) + " to " +
                       shortNumber(highest) +
                       ". That is right only if it normalises them itself; most networks expect about -1 to "
                       "1 (model.input.mean and model.input.std 127.5) or ImageNet's mean and deviation.");
    }
    if (const std::string problem = featureProblem(sample.features); !problem.empty()) {
        addFinding(check, Level::Warning, problem);
    }
    std::vector<std::string> names;
    for (const auto& row : check.rows) {
        names.push_back(row.name);
    }
    if (const std::string problem = embeddingProblem(sample.mu, sample.norms, names); !problem.empty()) {
        addFinding(check, Level::Warning, problem);
        return;
    }
    const auto cosine = meanCosine(sample);
    if (!cosine) {
        addFinding(check, Level::Note,
                   "The sample shows one person only; give images of several to see whether they differ.");
        return;
    }
    const std::string who = sample.synthetic ? "drawn faces" : "different people";
    const std::string text = "Embeddings of " + who + " have a mean cosine of " + shortNumber(*cosine);
    if (*cosine > (sample.synthetic ? kAlikeDrawings : kAlikePeople)) {
        addFinding(check, Level::Warning,
                   text +
                       ": they hardly differ. The images are probably normalised differently than in "
                       "training (model.input.mean, std, channels), or are not aligned faces.");
        return;
    }
    addFinding(check, Level::Good, text + ", so they differ as they should.");
}

/// The assignments that make `given` `wanted`: "model.input.channels=bgr" ...
std::vector<std::string> inputAssignments(const InputOptions& wanted, const InputOptions& given) {
    const auto list = [](const NumberList& values) { return "[" + joined(values) + "]"; };
    std::vector<std::string> result;
    if (wanted.channels != given.channels) {
        result.push_back("model.input.channels=" + wanted.channels);
    }
    if (wanted.mean != given.mean) {
        result.push_back("model.input.mean=" + list(wanted.mean));
    }
    if (wanted.std != given.std) {
        result.push_back("model.input.std=" + list(wanted.std));
    }
    return result;
}

/// A setting of model.input as people write it: "bgr, (x - 127.5) / 128".
std::string inputText(const InputOptions& input) {
    const auto values = [](const NumberList& list) {
        const bool equal = std::all_of(list.begin(), list.end(), [&](double v) { return v == list.front(); });
        return equal && !list.empty() ? formatNumber(list.front()) : "(" + joined(list, " ") + ")";
    };
    const bool unmoved = std::all_of(input.mean.begin(), input.mean.end(), [](double v) { return v == 0; });
    const std::string divided = values(input.std);
    if (unmoved && (divided == "1" || divided == "255")) {
        return input.channels + (divided == "1" ? ", x from 0 to 255" : ", x / 255 from 0 to 1");
    }
    return input.channels + (unmoved ? ", x / " : ", (x - " + values(input.mean) + ") / ") + divided;
}

/// Every setting that was tried with its accuracy, the best first.
std::string triedText(const std::vector<PairTrial>& tried) {
    std::vector<const PairTrial*> order;
    for (const PairTrial& trial : tried) {
        order.push_back(&trial);
    }
    std::ranges::stable_sort(order, [](const auto* a, const auto* b) { return a->accuracy > b->accuracy; });
    std::string text = "Tried on " + formatCount(tried.front().pairs) + " of the pairs, the best first:";
    for (const PairTrial* trial : order) {
        text += "\n  " + formatPercent(trial->accuracy) + "  " + inputText(trial->input) +
                (trial == &tried.front() ? "  (as given)" : "");
    }
    return text;
}

/// Judges the accuracies, and names a setting that did clearly better.
void judgePairs(const PairTrials& trials, BackboneCheck& check) {
    for (const auto& problem : trials.problems) {
        addFinding(check, Level::Note, "Pairs: " + problem + ".");
    }
    if (!trials.given) {
        return;
    }
    check.pairAccuracy = trials.given->accuracy;
    check.pairs = trials.given->pairs;
    if (trials.tried.size() > 1) {
        addFinding(check, Level::Note, triedText(trials.tried));
    }
    if (const PairTrial* better = trials.clearlyBetter()) {
        check.betterAccuracy = better->accuracy;
        check.betterSettings = inputAssignments(better->input, trials.given->input);
        addFinding(check, Level::Warning,
                   "With other input settings the same " + std::to_string(better->pairs) + " pairs reach " +
                       formatPercent(better->accuracy) + " instead of " +
                       formatPercent(trials.given->accuracy) + ": set " + joined(check.betterSettings) + ".");
        return;
    }
    const bool isPoor = trials.given->accuracy < kPoorAccuracy;
    addFinding(
        check,
        isPoor                                    ? Level::Warning
        : trials.given->accuracy >= kGoodAccuracy ? Level::Good
                                                  : Level::Note,
        messageFrom(
            "The cosines tell ", formatPercent(trials.given->accuracy), " of ",
            formatCount(trials.given->pairs), " pairs right (ten-fold)",
            trials.tried.size() < 2 ? "" : ", and no other input setting that was tried does clearly better",
            isPoor ? ". The network does not recognise these faces: check that they are aligned as in its "
                     "training."
                   : "."));
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
            noteImageSize(image.cols, image.rows, preprocess, check);
            check.rows.push_back({images.name(index), images.image(index, kThumbnailSide)});
        } catch (const Error& error) {
            addFinding(check, Level::Warning, images.name(index) + " was left out: " + error.what());
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
        addFinding(check, Level::Note, opened.notes[i]);
    }
    if (const std::string problem = backbone.unsteadiness(); !problem.empty()) {
        addFinding(check, Level::Warning,
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

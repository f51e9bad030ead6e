#include "core/session/inspect/internal/backbone_pairs.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/error.h"
#include "core/data/input/batch_loader.h"
#include "core/metrics/kfold.h"
#include "core/nn/pch.h"
#include "core/session/model/internal/network.h"
#include "core/train/view_images.h"

namespace pf {
namespace {

constexpr std::int64_t kBatch = 32;

/// Embeds pairs with one setting after the other.
struct PairRunner {
    FaceSetPtr faces;
    Options options;
    Backbone& backbone;
    at::Device device;
    RunControl& control;
    std::function<void(std::size_t)> count;
    std::vector<std::string>& problems;

    /// Cosines of the pairs; NaN where an image is unreadable or its embedding not finite. Nothing when
    /// stopped.
    std::optional<std::vector<double>> cosines(const std::vector<std::size_t>& pairs,
                                               const InputOptions& input) {
        options.model.input = input;
        const PreprocessOptions preprocess = preprocessFor(options, false);
        const auto viewAt = [&pairs](std::int64_t row) {
            const std::size_t pair = pairs[static_cast<std::size_t>(row / 2)];
            return View{.image = static_cast<std::int64_t>(2 * pair) + row % 2};
        };
        const auto loader =
            loadBatches(faces, preprocess, viewBatches(2 * std::ssize(pairs), kBatch, viewAt),
                        {.threads = static_cast<int>(options.data.loaderThreads)}, control.token());
        std::vector<double> scores;
        while (auto batch = loader->next()) {
            if (!control.waitWhilePaused()) {
                return std::nullopt;
            }
            const std::int64_t rows = std::ssize(batch->views);
            const at::Tensor images = imagesOf(*batch);
            const at::Tensor mu = backbone.forward(images.to(device)).mu.to(at::kCPU, at::kDouble);
            std::set<std::int64_t> failed;
            for (const ViewFailure& failure : batch->failures) {
                failed.insert(failure.image);
                remember(failure.reason);
            }
            const at::Tensor products = (mu.slice(0, 0, rows, 2) * mu.slice(0, 1, rows, 2)).sum({1});
            for (std::int64_t i = 0; i < rows / 2; ++i) {
                const std::int64_t first = batch->views[static_cast<std::size_t>(2 * i)].image;
                const bool readable = !failed.contains(first) && !failed.contains(first + 1);
                scores.push_back(readable ? products[i].item<double>() : std::nan(""));
            }
            count(static_cast<std::size_t>(rows));
        }
        return control.stopRequested() ? std::nullopt : std::optional(std::move(scores));
    }

    /// Ten-fold accuracy of the finite scores.
    std::optional<PairTrial> trial(const std::vector<std::size_t>& pairs, const std::vector<double>& scores,
                                   const InputOptions& input) {
        std::vector<double> finite;
        std::vector<std::uint8_t> same;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (std::isfinite(scores[i])) {
                finite.push_back(scores[i]);
                same.push_back(faces->pairIsSame()[pairs[i]] ? 1 : 0);
                places.push_back(i);
            }
        }
        if (finite.empty()) {
            remember("no pair gives finite embeddings");
            return std::nullopt;
        }
        const KFoldVerifier verifier(finite, same);
        if (const std::string problem = verifier.problem(std::vector<std::uint8_t>(finite.size(), 1));
            !problem.empty()) {
            remember(problem);
            return std::nullopt;
        }
        const KFoldResult folds = verifier.evaluate();
        PairTrial trial{input, folds.accuracy, finite.size()};
        trial.right.assign(pairs.size(), 0);
        std::size_t next = 0;
        for (const auto& fold : folds.folds) {
            for (std::size_t i = 0; i < fold.pairs; ++i, ++next) {
                trial.right[places[next]] = (finite[next] >= fold.threshold) == (same[next] != 0) ? 1 : 0;
            }
        }
        return trial;
    }

    void remember(const std::string& problem) {
        if (std::find(problems.begin(), problems.end(), problem) == problems.end()) {
            problems.push_back(problem);
        }
    }
};

bool sameInput(const InputOptions& a, const InputOptions& b) {
    return a.channels == b.channels && a.mean == b.mean && a.std == b.std;
}

}  // namespace

std::vector<std::size_t> evenlySpaced(const std::vector<std::size_t>& indices, std::size_t count) {
    std::vector<std::size_t> chosen;
    count = std::min(count, indices.size());
    for (std::size_t i = 0; i < count; ++i) {
        chosen.push_back(indices[i * indices.size() / count]);
    }
    return chosen;
}

std::vector<std::size_t> sampledPairs(const std::vector<bool>& same, std::size_t count) {
    std::vector<std::size_t> genuine;
    std::vector<std::size_t> impostor;
    for (std::size_t i = 0; i < same.size(); ++i) {
        (same[i] ? genuine : impostor).push_back(i);
    }
    count = std::min(count, same.size());
    std::size_t share = same.empty() ? 0 : (count * genuine.size() + same.size() / 2) / same.size();
    if (count > 1 && !genuine.empty() && !impostor.empty()) {
        share = std::clamp<std::size_t>(share, 1, count - 1);
    }
    auto chosen = evenlySpaced(genuine, share);
    const auto others = evenlySpaced(impostor, count - std::min(share, genuine.size()));
    chosen.insert(chosen.end(), others.begin(), others.end());
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

bool isClearlyBetter(const PairTrial& other, const PairTrial& given) {
    double gained = 0;
    double lost = 0;
    for (std::size_t i = 0; i < std::min(other.right.size(), given.right.size()); ++i) {
        gained += other.right[i] > given.right[i] ? 1 : 0;
        lost += other.right[i] < given.right[i] ? 1 : 0;
    }
    return other.accuracy - given.accuracy >= 0.02 && gained - lost > 2.5 * std::sqrt(gained + lost);
}

const PairTrial* PairTrials::clearlyBetter() const {
    return given && best && isClearlyBetter(*best, *given) ? &*best : nullptr;
}

std::vector<InputOptions> commonAlternatives(const InputOptions& given) {
    const auto reversed = [](NumberList values) {
        std::reverse(values.begin(), values.end());
        return values;
    };
    std::vector<InputOptions> result;
    for (const char* channels : {"rgb", "bgr"}) {
        const bool turned = given.channels != channels;
        const bool bgr = std::string_view(channels) == "bgr";
        const NumberList imageNetMean = {123.675, 116.28, 103.53};
        const NumberList imageNetStd = {58.395, 57.12, 57.375};
        const std::pair<NumberList, NumberList> values[] = {
            {turned ? reversed(given.mean) : given.mean, turned ? reversed(given.std) : given.std},
            {{127.5, 127.5, 127.5}, {127.5, 127.5, 127.5}},
            {{128, 128, 128}, {128, 128, 128}},
            {{0, 0, 0}, {255, 255, 255}},
            {{0, 0, 0}, {1, 1, 1}},
            {bgr ? reversed(imageNetMean) : imageNetMean, bgr ? reversed(imageNetStd) : imageNetStd}};
        for (const auto& [mean, std] : values) {
            InputOptions input = given;
            input.channels = channels;
            input.mean = mean;
            input.std = std;
            const bool known = std::any_of(result.begin(), result.end(),
                                           [&](const auto& other) { return sameInput(other, input); });
            if (!known && !sameInput(input, given)) {
                result.push_back(std::move(input));
            }
        }
    }
    return result;
}

PairTrials tryPairs(const ImageCatalog& images, const PairTrialRequest& request, Backbone& backbone,
                    const at::Device& device, RunControl& control,
                    const std::function<void(std::size_t done, std::size_t total)>& progress) {
    failDataIf(!images.isPairSet(), images.size() > 0 ? images.name(0) : "",
               "is not a set of pairs; give an insightface .bin, or synthetic:pairs=N");
    const std::vector<bool>& same = images.faces()->pairIsSame();
    const auto pairs = sampledPairs(same, request.pairCount);
    std::vector<bool> sampled;
    for (const std::size_t pair : pairs) {
        sampled.push_back(same[pair]);
    }
    const InputOptions& given = request.options.model.input;
    const auto alternatives =
        request.tryAlternatives ? commonAlternatives(given) : std::vector<InputOptions>();
    const auto few = sampledPairs(sampled, request.fewPairs);
    // Few pairs pick a candidate among the alternatives, all of them judge it.
    const std::size_t judging = alternatives.empty() ? 0 : pairs.size();
    const std::size_t total = 2 * (pairs.size() + alternatives.size() * few.size() + judging);
    std::size_t done = 0;
    PairTrials trials;
    PairRunner runner{images.faces(),
                      request.options,
                      backbone,
                      device,
                      control,
                      [&](std::size_t count) {
                          done += count;
                          progress(done, total);
                      },
                      trials.problems};
    const auto scores = runner.cosines(pairs, given);
    if (!scores) {
        trials.stopped = true;
        return trials;
    }
    trials.given = runner.trial(pairs, *scores, given);
    std::vector<std::size_t> fewPairs;
    std::vector<double> fewScores;
    for (const std::size_t i : few) {
        fewPairs.push_back(pairs[i]);
        fewScores.push_back((*scores)[i]);
    }
    const auto givenOnFew = runner.trial(fewPairs, fewScores, given);
    std::optional<PairTrial> best;
    if (givenOnFew && !alternatives.empty()) {
        trials.tried.push_back(*givenOnFew);
    }
    for (const auto& input : alternatives) {
        const auto other = runner.cosines(fewPairs, input);
        if (!other) {
            trials.stopped = true;
            return trials;
        }
        const auto trial = runner.trial(fewPairs, *other, input);
        if (trial) {
            trials.tried.push_back(*trial);
        }
        if (trial && (!best || trial->accuracy > best->accuracy)) {
            best = trial;
        }
    }
    if (!best || (givenOnFew && best->accuracy <= givenOnFew->accuracy)) {
        return trials;
    }
    const auto confirmed = runner.cosines(pairs, best->input);
    if (!confirmed) {
        trials.stopped = true;
        return trials;
    }
    trials.best = runner.trial(pairs, *confirmed, best->input);
    return trials;
}

}  // namespace pf

#include "core/session/inspect/internal/backbone_findings.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/session/model/internal/usable_network.h"

namespace pf {
namespace {

using Level = BackboneFinding::Level;

/// Above it, embeddings of different people say nothing. Drawn faces look more alike to a network than people
/// do.
constexpr double kAlikePeople = 0.5;
constexpr double kAlikeDrawings = 0.85;
/// Networks without a normalisation of their own see values of about -3 to 3.
constexpr double kLargestUsualInput = 10.0;
constexpr double kGoodAccuracy = 0.9;
constexpr double kPoorAccuracy = 0.75;

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

/// Whether the embeddings are usable at all.
bool judgeEmbeddings(const SampleView& sample, BackboneCheck& check) {
    std::vector<std::string> names;
    for (const auto& row : check.rows) {
        names.push_back(row.name);
    }
    const std::string problem = embeddingProblem(sample.mu, sample.norms, names);
    if (!problem.empty()) {
        addFinding(check.findings, Level::Warning, problem);
    }
    return problem.empty();
}

void judgeFeatures(const SampleView& sample, BackboneCheck& check) {
    if (const std::string problem = featureProblem(sample.features); !problem.empty()) {
        addFinding(check.findings, Level::Warning, problem);
    }
}

void judgeInput(const SampleView& sample, BackboneCheck& check) {
    const double lowest = sample.input.min().item<double>();
    const double highest = sample.input.max().item<double>();
    const double largest = std::max(std::abs(lowest), std::abs(highest));
    if (largest > kLargestUsualInput || largest < 0.1) {
        addFinding(check.findings, Level::Note,
                   "The network is fed with values from " + shortNumber(lowest) + " to " +
                       shortNumber(highest) +
                       ". That is right only if it normalises them itself; most networks expect about -1 to "
                       "1 (model.input.mean and model.input.std 127.5) or ImageNet's mean and deviation.");
    }
}

}  // namespace

void addFinding(std::vector<BackboneFinding>& findings, BackboneFinding::Level level,
                const std::string& text) {
    const bool said = std::any_of(findings.begin(), findings.end(),
                                  [&](const BackboneFinding& finding) { return finding.text == text; });
    if (!said) {
        findings.push_back({level, text});
    }
}

void noteImageSize(int width, int height, const PreprocessOptions& preprocess,
                   std::vector<BackboneFinding>& findings) {
    if (preprocess.cropHeight > 0) {
        width = preprocess.cropWidth;
        height = preprocess.cropHeight;
    }
    const std::string image =
        "Images of " + std::to_string(width) + " x " + std::to_string(height) + " pixels are ";
    const std::string input =
        std::to_string(preprocess.inputWidth) + " x " + std::to_string(preprocess.inputHeight);
    const double stretch = (static_cast<double>(width) * preprocess.inputHeight) /
                           (static_cast<double>(height) * preprocess.inputWidth);
    if (std::abs(stretch - 1) > 0.02) {
        addFinding(findings, Level::Warning,
                   image + "squeezed to the input of " + input +
                       ". Cut their centre instead (model.input.crop, height x width), or check "
                       "model.input.height and model.input.width.");
    } else if (height != preprocess.inputHeight) {
        addFinding(findings, Level::Note,
                   image + "resized to " + input +
                       "; they should be faces cut out and aligned as in the network's training.");
    }
}

void judgeSample(const SampleView& sample, BackboneCheck& check) {
    judgeInput(sample, check);
    judgeFeatures(sample, check);
    if (!judgeEmbeddings(sample, check)) {
        return;
    }
    const auto cosine = meanCosine(sample);
    if (!cosine) {
        addFinding(check.findings, Level::Note,
                   "The sample shows one person only; give images of several to see whether they differ.");
        return;
    }
    const std::string who = sample.synthetic ? "drawn faces" : "different people";
    const std::string text = "Embeddings of " + who + " have a mean cosine of " + shortNumber(*cosine);
    if (*cosine > (sample.synthetic ? kAlikeDrawings : kAlikePeople)) {
        addFinding(check.findings, Level::Warning,
                   text +
                       ": they hardly differ. The images are probably normalised differently than in "
                       "training (model.input.mean, std, channels), or are not aligned faces.");
        return;
    }
    addFinding(check.findings, Level::Good, text + ", so they differ as they should.");
}

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
    std::string text = "Tried on " + formatCount(static_cast<std::int64_t>(tried.front().pairs)) +
                       " of the pairs, the best first:";
    for (const PairTrial* trial : order) {
        text += "\n  " + formatPercent(trial->accuracy) + "  " + inputText(trial->input) +
                (trial == &tried.front() ? "  (as given)" : "");
    }
    return text;
}

void judgePairs(const PairTrials& trials, BackboneCheck& check) {
    for (const auto& problem : trials.problems) {
        addFinding(check.findings, Level::Note, "Pairs: " + problem + ".");
    }
    if (!trials.given) {
        return;
    }
    check.pairAccuracy = trials.given->accuracy;
    check.pairs = trials.given->pairs;
    if (trials.tried.size() > 1) {
        addFinding(check.findings, Level::Note, triedText(trials.tried));
    }
    if (const PairTrial* better = trials.clearlyBetter()) {
        check.betterAccuracy = better->accuracy;
        check.betterSettings = inputAssignments(better->input, trials.given->input);
        addFinding(check.findings, Level::Warning,
                   "With other input settings the same " + std::to_string(better->pairs) + " pairs reach " +
                       formatPercent(better->accuracy) + " instead of " +
                       formatPercent(trials.given->accuracy) + ": set " + joined(check.betterSettings) + ".");
        return;
    }
    const std::string text = "The cosines tell " + formatPercent(trials.given->accuracy) + " of " +
                             formatCount(static_cast<std::int64_t>(trials.given->pairs)) +
                             " pairs right (ten-fold)";
    const std::string tried =
        trials.tried.size() < 2 ? "" : ", and no other input setting that was tried does clearly better";
    if (trials.given->accuracy >= kGoodAccuracy) {
        addFinding(check.findings, Level::Good, text + tried + ".");
    } else if (trials.given->accuracy < kPoorAccuracy) {
        addFinding(check.findings, Level::Warning,
                   text + tried +
                       ". The network does not recognise these faces: check that they are aligned as in its "
                       "training.");
    } else {
        addFinding(check.findings, Level::Note, text + tried + ".");
    }
}

}  // namespace pf

// Pairs of faces as a test of a backbone's input settings: the given ones and the common alternatives.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/nn/backbones/backbone.h"
#include "core/session/control.h"
#include "core/session/images.h"

namespace pf {

/// `count` of the indices, evenly spaced, in their order; all when there are fewer.
std::vector<std::size_t> evenlySpaced(const std::vector<std::size_t>& indices, std::size_t count);

/// At most `count` indices of pairs, evenly spaced inside each class, both classes in the set's proportion.
std::vector<std::size_t> sampledPairs(const std::vector<bool>& same, std::size_t count);

/// How the pairs came out with one setting of model.input.
struct PairTrial {
    InputOptions input;
    double accuracy = 0;  ///< ten-fold, cosine
    std::size_t pairs = 0;
    /// For each pair asked for: 1 when it was told right, 0 when wrong or not measured.
    std::vector<std::uint8_t> right = {};
};

struct PairTrials {
    std::optional<PairTrial> given;  ///< on all pairs asked for
    std::optional<PairTrial> best;   ///< the best alternative, on the same pairs; only when it looked better
    /// Everything that was tried, on the same fewer pairs, the setting given first; empty when it alone was.
    std::vector<PairTrial> tried;
    std::vector<std::string> problems;  ///< why something could not be measured
    bool stopped = false;

    /// `best` when it is better by more than chance explains.
    const PairTrial* clearlyBetter() const;
};

/// Whether `other` tells more of the same pairs right than `given` does: by two in a hundred at least, and by
/// 2.5 standard deviations of the number of pairs on which they disagree. Source: McNemar's test; above 2
/// because the best of several is compared.
bool isClearlyBetter(const PairTrial& other, const PairTrial& given);

struct PairTrialRequest {
    Options options;  ///< model.input is the setting given
    std::size_t pairCount = 400;
    std::size_t fewPairs = 100;  ///< for each alternative
    bool tryAlternatives = true;
};

/// Other channel order and other normalisations, without the one given: those in use for face networks, and
/// 0..1 and 0..255 for networks that normalise inside.
std::vector<InputOptions> commonAlternatives(const InputOptions& given);

/// Runs pairs of `images` through the backbone. `progress` gets images done and planned.
/// Throws: Error(Data) when the images are no pair set.
PairTrials tryPairs(const ImageCatalog& images, const PairTrialRequest& request, Backbone& backbone,
                    const at::Device& device, RunControl& control,
                    const std::function<void(std::size_t done, std::size_t total)>& progress);

}  // namespace pf

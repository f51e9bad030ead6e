// "Does my backbone work with these settings?": a few images through it, and what the numbers say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/base/rgb_image.h"
#include "core/session/control.h"

namespace pf {

struct BackboneCheckRequest {
    Options options;                  ///< model.backbone and model.input decide
    std::vector<std::string> images;  ///< a sample is taken from them; empty: synthetic faces
    std::string pairs;                ///< an LFW-style .bin for a sanity check; may be empty
    std::size_t imageCount = 8;
    std::size_t pairCount = 400;  ///< pairs of `pairs` that are tried (evenly spaced)
    /// Pairs for each of the other settings that are tried; 0: none.
    std::size_t alternativePairCount = 100;
};

/// One finding, in words: what was seen and what it means.
struct BackboneFinding {
    enum class Level { Good, Note, Warning };
    Level level = Level::Note;
    std::string text;
};

struct BackboneCheck {
    std::string description;           ///< architecture and sizes
    std::vector<std::string> outputs;  ///< names and shapes of an ONNX network's outputs; may be empty
    std::string preprocessing;         ///< fingerprint that was used
    std::size_t embeddingSize = 0;
    std::size_t featureSize = 0;
    struct Row {
        std::string name;
        RgbImage thumbnail;
        double norm = 0;    ///< of the embedding before it is normalised
        double lowest = 0;  ///< of its values, before it is normalised
        double highest = 0;
    };
    std::vector<Row> rows;
    double imagesPerSecond = 0;
    /// Ten-fold cosine accuracy of the pairs tried, 0..1.
    std::optional<double> pairAccuracy;
    std::size_t pairs = 0;
    /// KEY=VALUE assignments of model.input that did clearly better on the same pairs; empty: none did.
    std::vector<std::string> betterSettings;
    std::optional<double> betterAccuracy;
    std::vector<BackboneFinding> findings;  ///< warnings first
    bool stopped = false;                   ///< before everything was looked at
};

/// Opens the backbone, runs the sample and, when there are pairs, the sanity check with the given settings
/// and, on fewer pairs, with the common alternatives (other channel order, other normalisation), so that a
/// better one is named. A native backbone's file fixes its settings, so nothing else is tried there. Stops
/// between two batches on request, with what there is by then. Throws: Error(Config, Data, Io) naming the
/// file when it cannot be opened or run, or no image can be read.
BackboneCheck checkBackbone(const BackboneCheckRequest& request, RunControl& control,
                            const ProgressObserver& observer);

}  // namespace pf

// "What is this?": a short card about any file or folder, before anything heavy starts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/session/control.h"

namespace pf {

enum class SourceKind {
    Faces,       ///< images with or without identities: folder, list, RecordIO, a single image, synthetic:
    Pairs,       ///< a verification set: .bin, synthetic: with pairs
    Embeddings,  ///< .npz, .npy, _feature.pkl, .csv with mu and sigma²
    Backbone,    ///< TorchScript, ONNX, native safetensors
    Weights,  ///< tensors that must be imported first: state_dict, TensorFlow checkpoint, foreign safetensors
    Model,    ///< a run directory, a checkpoint or an exported model folder
    Runs,     ///< a folder of runs
    Config,   ///< a recipe
    Landmarks,  ///< a list of images with five points each
    Detector,   ///< a network that finds faces, for aligning
    PairList,   ///< which images are compared: pairs.txt of LFW, or a CSV
    Qualities,  ///< a number for each image, of another program
    Scores,     ///< scores of pairs, of this or another program
    Protocol,   ///< a folder of BLUFR's or IJB's lists
    Unknown,
};

/// What a source can be used for, as the window offers it.
enum class SourceUse {
    Train,
    Gallery,
    Evaluate,
    Compare,
    UseAsBackbone,
    Import,
    Align,
    Convert,
    Export,
    OpenRun
};

struct SourceFact {
    std::string name;   ///< "identities"
    std::string value;  ///< "60"
};

/// What a path holds, found out from names, headers and a sample: seconds at most, whatever the size.
struct SourceCard {
    SourceKind kind = SourceKind::Unknown;
    std::string path;
    std::string title;                  ///< "MXNet RecordIO set", "TorchScript network"
    std::vector<SourceFact> facts;      ///< counts, identities, image sizes, fingerprint; in reading order
    std::vector<std::string> problems;  ///< the first ones found, each a sentence; at most kMaxCardProblems
    std::size_t problemCount = 0;       ///< all that were found
    std::vector<SourceUse> uses;        ///< the most likely first
    /// Opening it runs code from the file (TorchScript). Shown before the first load.
    bool isProgram = false;

    /// Says what the source is.
    void identify(SourceKind known, const std::string& called) {
        kind = known;
        title = called;
    }
    /// Adds a fact, unless its value is empty.
    void addFact(const std::string& name, const std::string& value);
    /// Counts a problem and keeps it while there is room.
    void addProblem(const std::string& problem);
};

inline constexpr std::size_t kMaxCardProblems = 20;

/// Looks at a path without loading it whole and without running anything from it. Never throws for what the
/// path holds: what cannot be read is said in `problems`. Returns early with what is known on a stop.
SourceCard describeSource(const std::string& path, RunControl& control);

/// The card as lines of text, as `probface inspect` prints it.
std::string cardText(const SourceCard& card);
/// The card as JSON.
std::string cardJson(const SourceCard& card);
/// "train", "gallery", "use as backbone" ...
std::string_view sourceUseText(SourceUse use);

}  // namespace pf

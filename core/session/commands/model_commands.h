// The commands that train, use and compare models: what each asks for, as a table of its options.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/session/commands/flags.h"

namespace pf {

/// probface train, or pretrain.
struct TrainCommand {
    static constexpr const char* kVerb = "train";
    std::string config;
    std::vector<std::string> settings;
    std::string runDirectory = {};
    bool resume = false;
    int extraEpochs = 0;
    bool operator==(const TrainCommand&) const = default;
};

/// A trained model, with what is changed of its options.
struct ModelChoice {
    std::string file;
    std::vector<std::string> settings = {};
    bool operator==(const ModelChoice&) const = default;
};

/// What evaluations measure.
struct EvaluationArguments {
    std::vector<std::string> protocols;
    std::vector<double> targets;  ///< FMR or FAR at which rates are listed
    std::vector<double> fmrTargets;
    std::vector<double> discards;
    std::string score = "cosine";
    std::string risk = "max";
    std::vector<std::string> qualities;
    bool qualityHigherIsBetter = false;
    bool strict = false;
    std::string pairList;
    std::string identities;
    std::size_t bootstrap = 0;
    std::size_t seed = 1;

    bool asks(const std::string& protocol) const {
        return std::ranges::find(protocols, protocol) != protocols.end();
    }
    bool operator==(const EvaluationArguments&) const = default;
};

struct EvaluateCommand {
    static constexpr const char* kVerb = "evaluate";
    ModelChoice model;
    std::string embeddings;
    std::string names;
    std::size_t embeddingSize = 0;
    std::string scores;
    std::string scoreIs = "similarity";
    std::vector<std::string> sets;  ///< NAME=PATH
    std::string root;
    std::string blufr;
    std::string ijb;
    std::string imagesRoot;
    std::string json;
    std::string html;
    std::string charts;
    std::string out;
    EvaluationArguments evaluation;
    bool operator==(const EvaluateCommand&) const = default;
};

struct CompareMethodsCommand {
    static constexpr const char* kVerb = "compare-methods";
    std::string config;
    std::vector<std::string> settings;
    std::vector<std::string> presets;
    std::vector<std::string> models;  ///< NAME=RUN
    std::vector<std::string> sets;    ///< NAME=PATH
    std::vector<std::string> metrics = {"accuracy"};
    std::string ijb;
    std::string blufr;
    std::string imagesRoot;
    std::string out;
    EvaluationArguments evaluation;
    bool operator==(const CompareMethodsCommand&) const = default;
};

/// What embed and gallery share.
struct FacesCommand {
    ModelChoice model;
    std::vector<std::string> images;
    std::string root;
    std::string out;
    bool norm = false;
    bool operator==(const FacesCommand&) const = default;
};

struct EmbedCommand : FacesCommand {
    static constexpr const char* kVerb = "embed";
    std::string quality;
    bool strict = false;
    bool operator==(const EmbedCommand&) const = default;
};

struct GalleryCommand : FacesCommand {
    static constexpr const char* kVerb = "gallery";
    static constexpr std::size_t kMostPeople = 1000;
    std::size_t people = 8;
    bool operator==(const GalleryCommand&) const = default;
};

struct CompareCommand {
    static constexpr const char* kVerb = "compare";
    std::string left;
    std::string right;
    ModelChoice model;
    std::optional<std::string> detector = {};  ///< that cuts the faces out; empty: the one that is found
    std::string crops = {};
    bool operator==(const CompareCommand&) const = default;
};

FlagTable flagsOf(TrainCommand& command);
FlagTable flagsOf(EvaluateCommand& command);
FlagTable flagsOf(CompareMethodsCommand& command);
FlagTable flagsOf(EmbedCommand& command);
FlagTable flagsOf(GalleryCommand& command);
FlagTable flagsOf(CompareCommand& command);

}  // namespace pf

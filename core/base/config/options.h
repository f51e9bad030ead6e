// Every option of the program as plain data with its defaults. The field table (field_table.h) describes
// each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pf {

using TextList = std::vector<std::string>;
using NumberList = std::vector<double>;
using TextMap = std::map<std::string, std::string>;

struct DataOptions {
    TextList train;
    std::int64_t loaderThreads = 2;
    bool checkImages = true;
    std::string onePicture = "negatives";
};

struct BackboneOptions {
    std::string file;
    std::string kind = "auto";
    std::string embeddingOutput;  ///< of an ONNX graph; empty: chosen by its shape
    std::string featureOutput;
    double width = 1.0;
    bool multiLayer = false;
    bool samePadding = false;
    std::int64_t embeddingSize = 256;
};

struct InputOptions {
    std::int64_t height = 112;
    std::int64_t width = 112;
    std::string channels = "rgb";
    NumberList mean = {128, 128, 128};
    NumberList std = {128, 128, 128};
    std::string crop = "none";  ///< or "HxW"
    std::string filter = "bilinear";
};

struct HeadModelOptions {
    std::string sigma = "scalar";
    std::int64_t hidden = 256;
};

struct ModelOptions {
    BackboneOptions backbone;
    InputOptions input;
    HeadModelOptions head;
};

struct LossSettings {
    std::string positives = "different_pictures";
    double mlsWeight = 1.0;
    std::string constraintKind = "l2";
    double constraintWeight = 0.001;
    std::string constraintReduction = "sum";
    std::string discriminateKind = "triplet_semihard";
    double discriminateWeight = 0.001;
    double discriminateMargin = 3.0;
    double weightDecay = 5e-4;
};

struct ScheduleOptions {
    std::string kind = "step";
    /// First step (or "50%" of all steps) -> learning rate.
    TextMap steps = {{"0", "0.01"}, {"50%", "0.001"}};
    double initial = 0.01;
    std::int64_t interval = 1;
    std::int64_t start = 0;
    std::int64_t endStep = 0;
};

struct TrainOptions {
    std::int64_t seed = 1;
    std::int64_t epochs = 12;
    std::int64_t stepsPerEpoch = 1000;
    std::int64_t identitiesPerBatch = 32;
    std::int64_t imagesPerIdentity = 4;
    double momentum = 0.9;
    ScheduleOptions schedule;
    std::int64_t threads = 0;
    std::string device = "auto";
    std::int64_t logEvery = 100;
};

struct AugmentOptions {
    bool flip = true;
    TextList transforms;
};

struct FeatureOptions {
    std::string store = "auto";
    double memoryGib = 8.0;
};

struct EvaluationOptions {
    TextMap sets;
    std::int64_t everyEpochs = 1;
    NumberList discard = {0.0, 0.1, 0.2, 0.3};
    double fmrTarget = 1e-3;
    std::string bestBy = "mls_accuracy";
    std::int64_t batchSize = 64;
};

struct PretrainOptions {
    double arcfaceScale = 32.0;
    double arcfaceMargin = 0.4;
    double weightDecay = 5e-4;
    std::string output;
};

struct RunOptions {
    std::string root = "runs";
    std::string name = "probface";
};

/// All options, validated by `checkOptions` (config_file.h).
struct Options {
    DataOptions data;
    ModelOptions model;
    LossSettings loss;
    TrainOptions train;
    AugmentOptions augment;
    FeatureOptions features;
    EvaluationOptions evaluation;
    PretrainOptions pretrain;
    RunOptions run;
};

}  // namespace pf

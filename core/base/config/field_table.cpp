#include "core/base/config/field_table.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace pf {
namespace {

using enum FieldKind;

constexpr double kUnbounded = std::numeric_limits<double>::infinity();

#define PF_BIND(member)                                                                 \
    {                                                                                   \
        [](Options& options) -> FieldPointer { return &options.member; },               \
            [](const Options& options) -> ConstFieldPointer { return &options.member; } \
    }

Field choice(const char* key, FieldPlace place, const char* doc, std::vector<std::string> choices) {
    return {key, Choice, place, doc, "", -kUnbounded, kUnbounded, std::move(choices)};
}

std::vector<Field> makeTable() {
    return {
        {"data.train", Sources, PF_BIND(data.train),
         "Training faces: folders with one folder per identity, text lists (path label), or "
         "synthetic:identities=200,images=12"},
        {"data.loader_threads", Integer, PF_BIND(data.loaderThreads),
         "Threads that decode images; results do not depend on it", "threads", 1, 256},
        {"data.check_images", Flag, PF_BIND(data.checkImages),
         "Decode every training image once before training and list the unreadable ones"},
        choice("data.one_picture", PF_BIND(data.onePicture),
               "Identities with one picture only join batches as negatives, or are left out; no picture is "
               "ever paired with itself",
               {"negatives", "leave_out"}),
        {"model.backbone.file", File, PF_BIND(model.backbone.file),
         "Weights of the frozen backbone: a TorchScript .pt, an .onnx, a native .safetensors, or "
         "builtin:NAME"},
        choice(
            "model.backbone.kind", PF_BIND(model.backbone.kind),
            "Architecture; auto reads it from the weights file (a choice is needed to pretrain). "
            "torchscript_unsteady is a TorchScript network that may give the same picture another embedding "
            "each time, which is otherwise refused",
            {"auto", "torchscript", "torchscript_unsteady", "onnx", "resface20", "resface36", "resface64"}),
        {"model.backbone.embedding_output", Text, PF_BIND(model.backbone.embeddingOutput),
         "Name of the output that is the embedding, where there are several; empty takes an ONNX graph's "
         "smallest [B, D]"},
        {"model.backbone.feature_output", Text, PF_BIND(model.backbone.featureOutput),
         "Name of the output, or an ONNX graph's inner value, that feeds the head; empty takes another "
         "output, or the embedding when there is none"},
        {"model.backbone.width", Number, PF_BIND(model.backbone.width),
         "Channels relative to (64, 128, 256, 512); 0.5 is the half-width network", "x", 0.03125, 4},
        {"model.backbone.multi_layer", Flag, PF_BIND(model.backbone.multiLayer),
         "Feed the head the pooled maps of all four stages beside the last one (multi-layer fusion)"},
        {"model.backbone.same_padding", Flag, PF_BIND(model.backbone.samePadding),
         "Pad as TensorFlow's SAME does; needed for weights trained there"},
        {"model.backbone.embedding_size", Integer, PF_BIND(model.backbone.embeddingSize),
         "Length of mu when a backbone is pretrained", "values", 2, 4096},
        {"model.input.height", Integer, PF_BIND(model.input.height), "Height the backbone expects", "px", 16,
         1024},
        {"model.input.width", Integer, PF_BIND(model.input.width), "Width the backbone expects", "px", 16,
         1024},
        choice("model.input.channels", PF_BIND(model.input.channels),
               "Order of colours that the backbone was trained with", {"rgb", "bgr"}),
        {"model.input.mean", Numbers, PF_BIND(model.input.mean),
         "Subtracted from each channel of 0..255, in the order of model.input.channels", "grey levels", 0,
         255},
        {"model.input.std", Numbers, PF_BIND(model.input.std),
         "Each channel is divided by it after the mean is subtracted", "grey levels", 1e-3, 1e4},
        {"model.input.crop", Text, PF_BIND(model.input.crop),
         "Centre of the image that is kept before resizing, height x width as in 112x96, or none", "px"},
        choice("model.input.filter", PF_BIND(model.input.filter), "Filter of the antialiased resizing",
               {"bilinear", "bicubic", "lanczos"}),
        choice("model.head.sigma", PF_BIND(model.head.sigma),
               "One variance per face (scalar, ProbFace) or one per dimension of mu (vector, PFE)",
               {"scalar", "vector"}),
        {"model.head.hidden", Integer, PF_BIND(model.head.hidden), "Width of the head's hidden layer",
         "units", 1, 16384},
        choice("loss.positives", PF_BIND(loss.positives),
               "Genuine pairs: two different pictures of an identity, or, as in the reference code, also a "
               "picture and its augmented copy (sigma² is then about a seventh lower)",
               {"different_pictures", "reference"}),
        {"loss.mls.weight", Number, PF_BIND(loss.mlsWeight),
         "Weight of the mutual-likelihood term over positive pairs (its value may be negative: normal)", "",
         0, 1e6},
        choice("loss.constraint.kind", PF_BIND(loss.constraintKind),
               "Keeps sigma² near its batch mean: squared (l2), absolute (l1) or not at all",
               {"none", "l1", "l2"}),
        {"loss.constraint.weight", Number, PF_BIND(loss.constraintWeight), "Weight of the constraint", "", 0,
         1e6},
        choice("loss.constraint.reduction", PF_BIND(loss.constraintReduction),
               "Sum over the batch (the reference) or mean (the paper)", {"sum", "mean"}),
        choice("loss.discriminate.kind", PF_BIND(loss.discriminateKind),
               "Term that separates positive from negative pairs",
               {"none", "triplet_semihard", "contrastive"}),
        {"loss.discriminate.weight", Number, PF_BIND(loss.discriminateWeight),
         "Weight of the discriminate term", "", 0, 1e6},
        {"loss.discriminate.margin", Number, PF_BIND(loss.discriminateMargin),
         "Margin between the distance terms of positive and negative pairs", "", 0, 1e6},
        {"loss.weight_decay", Number, PF_BIND(loss.weightDecay),
         "Half of it times the squared norm of the head's two weight matrices is added to the loss", "", 0,
         1},
        {"train.seed", Integer, PF_BIND(train.seed), "Seed of every random choice", "", 0, 4294967295.0},
        {"train.epochs", Integer, PF_BIND(train.epochs), "Epochs; a checkpoint is written after each",
         "epochs", 1, 1e6},
        {"train.steps_per_epoch", Integer, PF_BIND(train.stepsPerEpoch), "Steps in an epoch", "steps", 1,
         1e8},
        {"train.identities_per_batch", Integer, PF_BIND(train.identitiesPerBatch),
         "Different identities in a batch", "identities", 1, 65536},
        {"train.images_per_identity", Integer, PF_BIND(train.imagesPerIdentity),
         "Images of each identity in a batch; each appears augmented and plain", "images", 1, 1024},
        {"train.momentum", Number, PF_BIND(train.momentum), "Momentum of the gradient descent", "", 0,
         0.9999},
        choice("train.schedule.kind", PF_BIND(train.schedule.kind), "How the learning rate changes",
               {"step", "cosine", "linear"}),
        {"train.schedule.steps", StepRates, PF_BIND(train.schedule.steps),
         "step: first step, or percentage of all steps, and the rate from there on", "step: rate", 0, 1e6},
        {"train.schedule.initial", Number, PF_BIND(train.schedule.initial),
         "cosine, linear: the rate at the start", "", 0, 1e6},
        {"train.schedule.interval", Integer, PF_BIND(train.schedule.interval),
         "cosine: the rate is updated every so many steps", "steps", 1, 1e8},
        {"train.schedule.start", Integer, PF_BIND(train.schedule.start),
         "linear: step at which the rate begins to fall", "steps", 0, 1e9},
        {"train.schedule.end_step", Integer, PF_BIND(train.schedule.endStep),
         "cosine, linear: step at which the rate reaches zero; 0 means the last step", "steps", 0, 1e9},
        {"train.threads", Integer, PF_BIND(train.threads), "Threads for the mathematics; 0 uses every core",
         "threads", 0, 1024},
        choice("train.device", PF_BIND(train.device), "Where the networks run; auto prefers a GPU",
               {"auto", "cpu", "cuda"}),
        {"train.log_every", Integer, PF_BIND(train.logEvery),
         "Steps between two lines of training-log.txt (charts get every step)", "steps", 1, 1e6},
        {"augment.flip", Flag, PF_BIND(augment.flip), "Mirror the augmented copy at random"},
        {"augment.transforms", Texts, PF_BIND(augment.transforms),
         "Further transforms of the augmented copy, e.g. random_downsample:min_ratio=0.2; they switch the "
         "feature store off"},
        choice("features.store", PF_BIND(features.store),
               "auto keeps what the frozen backbone computes for each view, so that it runs once per image "
               "and flip",
               {"auto", "off"}),
        {"features.memory_gib", Number, PF_BIND(features.memoryGib), "Most memory the feature store may take",
         "GiB", 0, 1e5},
        {"evaluation.sets", NamedPaths, PF_BIND(evaluation.sets),
         "Pair sets evaluated while training: name -> insightface .bin or synthetic:pairs=600"},
        {"evaluation.every_epochs", Integer, PF_BIND(evaluation.everyEpochs),
         "Epochs between two evaluations; 0 evaluates only at the end", "epochs", 0, 1e6},
        {"evaluation.discard", Numbers, PF_BIND(evaluation.discard),
         "Fractions of the pairs with the highest sigma² to leave out", "fraction", 0, 0.999},
        {"evaluation.fmr_target", Number, PF_BIND(evaluation.fmrTarget),
         "False match rate at which the decision threshold is calibrated", "FMR", 1e-9, 0.5},
        choice("evaluation.best_by", PF_BIND(evaluation.bestBy),
               "What the best checkpoint is chosen by, as the mean over the sets: 10-fold accuracy (MLS, "
               "cosine), accuracy at the largest discard, or the smallest area under the EDC up to 20 %, 30 "
               "% or everything",
               {"mls_accuracy", "cosine_accuracy", "risk_accuracy", "pauc_20", "pauc_30", "pauc"}),
        {"evaluation.batch_size", Integer, PF_BIND(evaluation.batchSize),
         "Images that cross the backbone together", "images", 1, 4096},
        {"pretrain.arcface.scale", Number, PF_BIND(pretrain.arcfaceScale), "ArcFace: scale of the cosines",
         "", 1, 1000},
        {"pretrain.arcface.margin", Number, PF_BIND(pretrain.arcfaceMargin), "ArcFace: angular margin", "rad",
         0, 1.5},
        {"pretrain.weight_decay", Number, PF_BIND(pretrain.weightDecay),
         "Weight decay of the backbone's pretraining", "", 0, 1},
        {"pretrain.output", Text, PF_BIND(pretrain.output),
         "Where the pretrained backbone is written besides the run directory"},
        {"run.root", Text, PF_BIND(run.root), "Folder that holds the runs"},
        {"run.name", Text, PF_BIND(run.name), "Name of the run; a time is added"},
    };
}

#undef PF_BIND

}  // namespace

std::string Field::section() const {
    return key.substr(0, key.find('.'));
}

std::string Field::rangeText() const {
    if (!choices.empty()) {
        return "one of " + joined(choices);
    }
    const bool hasMinimum = minimum > -kUnbounded;
    const bool hasMaximum = maximum < kUnbounded;
    if (!hasMinimum && !hasMaximum) {
        return unit;
    }
    // A million reads better as 1,000,000 than as 1e+06.
    const auto bound = [](double value) {
        const bool large = std::abs(value) >= 1e5 && std::abs(value) < 1e15 && value == std::floor(value);
        return large ? formatCount(static_cast<std::int64_t>(value)) : formatNumber(value);
    };
    const std::string text = bound(minimum) + " to " + bound(maximum);
    return unit.empty() ? text : text + " " + unit;
}

const std::vector<Field>& fieldTable() {
    static const std::vector<Field> table = makeTable();
    return table;
}

const Field* findField(std::string_view key) {
    if (key == "evaluation.far_target") {
        key = "evaluation.fmr_target";  // its name in the files of 0.1
    }
    const auto found = std::ranges::find(fieldTable(), key, &Field::key);
    return found == fieldTable().end() ? nullptr : &*found;
}

std::string sectionTitle(std::string_view section) {
    static const std::map<std::string_view, const char*> kTitles = {{"data", "Data"},
                                                                    {"model", "Model"},
                                                                    {"loss", "Loss terms"},
                                                                    {"train", "Training"},
                                                                    {"augment", "Augmentation"},
                                                                    {"features", "Feature store"},
                                                                    {"evaluation", "Evaluation"},
                                                                    {"pretrain", "Pretraining"},
                                                                    {"run", "Run"}};
    const auto found = kTitles.find(section);
    return found == kTitles.end() ? std::string(section) : found->second;
}

bool isDefault(const Field& field, const Options& options) {
    static const Options kDefaults;
    return fieldText(field, options) == fieldText(field, kDefaults);
}

}  // namespace pf

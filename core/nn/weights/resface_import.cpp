#include "core/nn/weights/resface_import.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"

namespace pf {
namespace {

constexpr const char* kEntry = "Resface/Conv1/Conv1_pre/weights";
constexpr const char* kLastLinear = "Resface/Bottleneck/weights";
constexpr const char* kHeadFirst = "UncertaintyModule/fc1/weights";
constexpr const char* kHeadLast = "UncertaintyModule/fc_log_sigma_sq/weights";
constexpr const char* kBackboneScope = "Resface/";
constexpr const char* kHeadScope = "UncertaintyModule/";
constexpr std::int64_t kReduction = 16;  // four convolutions of stride 2

/// The size of a backbone's last map, whose flattened values feed the linear layers.
struct MapSize {
    std::int64_t channels = 0;
    std::int64_t height = 0;
    std::int64_t width = 0;
};

std::string slimBatchNorm(const std::string& member) {
    return member == "weight"         ? "/BatchNorm/gamma"
           : member == "bias"         ? "/BatchNorm/beta"
           : member == "running_mean" ? "/BatchNorm/moving_mean"
                                      : "/BatchNorm/moving_variance";
}

/// [in, out] -> [out, in], the first inputs reordered from (H,W,C) to (C,H,W); what follows them keeps its
/// order.
at::Tensor linearFromSlim(const at::Tensor& weights, const MapSize& map) {
    const std::int64_t flattened = map.channels * map.height * map.width;
    const std::int64_t out = weights.size(1);
    const at::Tensor first = weights.slice(0, 0, flattened)
                                 .reshape({map.height, map.width, map.channels, out})
                                 .permute({3, 2, 0, 1})
                                 .reshape({out, flattened});
    return at::cat({first, weights.slice(0, flattened).t()}, 1);
}

/// slim's name of one of our tensors: "backbone.stage1.block2.conv1.weight" ->
/// "Resface/Conv1/Conv_1/Conv_1_2/Conv/weights". Empty for a name that is not ours.
/// Source: KaenChan/ProbFace, models/resface64_relu.py and models/uncertainty_module.py.
std::string slimName(const std::string& name) {
    const auto parts = splitText(name, '.');
    if (parts.size() == 3 && parts[0] == "backbone" && parts[1].starts_with("fc")) {
        return "Resface/Bottleneck" + (parts[1] == "fc" ? std::string("/weights") : slimBatchNorm(parts[2]));
    }
    if (parts.size() >= 4 && parts[0] == "backbone" && parts[1].starts_with("stage")) {
        const std::string stage = parts[1].substr(5);
        std::string layer = "Resface/Conv" + stage;
        const std::string& kind = parts[parts.size() - 2];
        if (parts.size() == 4) {
            layer += "/Conv" + stage + "_pre";
        } else {
            // slim numbers repeated blocks from 1 and the second convolution of a block "Conv_1".
            layer += "/Conv_" + stage + "/Conv_" + stage + "_" + parts[2].substr(5) +
                     (kind.ends_with('2') ? "/Conv_1" : "/Conv");
        }
        return layer + (kind.starts_with("conv") ? std::string("/weights") : slimBatchNorm(parts.back()));
    }
    // The reference calls the factor alpha and the summand gamma.
    if (name == "head.gamma") {
        return "UncertaintyModule/scale_and_shift/alpha";
    }
    if (name == "head.beta") {
        return "UncertaintyModule/scale_and_shift/gamma";
    }
    if (parts.size() == 3 && parts[0] == "head") {
        const std::string layer =
            parts[1].ends_with('1') ? "UncertaintyModule/fc1" : "UncertaintyModule/fc_log_sigma_sq";
        return layer + (parts[1].starts_with("fc") ? std::string("/weights") : slimBatchNorm(parts[2]));
    }
    return {};
}

/// slim's shape of our tensor of this name: convolutions are [H,W,I,O], linear layers [I,O].
std::vector<std::int64_t> slimShape(const std::string& name, const at::Tensor& tensor) {
    const auto shape = tensor.sizes();
    if (name == "head.gamma" || name == "head.beta") {
        return {};
    }
    if (shape.size() == 4) {
        return {shape[2], shape[3], shape[1], shape[0]};
    }
    if (shape.size() == 2) {
        return {shape[1], shape[0]};
    }
    return shape.vec();
}

/// slim's tensor in our arrangement. Linear layers whose inputs begin with the flattened last map get those
/// inputs reordered from (H,W,C) to (C,H,W); inputs after them (pooled maps) keep their order.
at::Tensor fromSlim(const std::string& name, const at::Tensor& stored, const MapSize& map) {
    if (name == "backbone.fc.weight" || name == "head.fc1.weight") {
        return linearFromSlim(stored, map);
    }
    return stored.dim() == 4   ? stored.permute({3, 2, 0, 1})
           : stored.dim() == 2 ? stored.t()
           : stored.dim() == 0 ? stored.reshape({1})
                               : stored;
}

Error fault(const TensorFlowCheckpoint& checkpoint, const std::string& text) {
    return Error(ErrorCode::Data, text, checkpoint.file().string());
}

const TensorFlowEntry& required(const TensorFlowCheckpoint& checkpoint, const std::string& name) {
    const TensorFlowEntry* entry = checkpoint.find(name);
    throwIf(entry == nullptr, fault(checkpoint, "the tensor '" + name +
                                                    "' is missing; this is not a ResFace of the reference"));
    return *entry;
}

/// A linear layer's [in, out]; `in` is checked when it is not 0. Both are at least 1.
std::pair<std::int64_t, std::int64_t> linearSize(const TensorFlowCheckpoint& checkpoint,
                                                 const std::string& name, std::int64_t in = 0) {
    const TensorFlowEntry& entry = required(checkpoint, name);
    const auto& shape = entry.shape;
    // Only of numbers is the shape compared with the bytes that are there.
    throwIf(entry.type != "float32", fault(checkpoint, "the tensor '" + name + "' is of the type " +
                                                           entry.type + "; the reference's are float32"));
    throwIf(shape.size() != 2 || shape[0] < 1 || shape[1] < 1 || (in != 0 && shape[0] != in),
            fault(checkpoint,
                  c10::str("the tensor '", name, "' has the shape ", at::IntArrayRef(shape), "; [",
                           in == 0 ? std::string("inputs") : std::to_string(in), ", outputs] is needed")));
    return {shape[0], shape[1]};
}

class Importer {
  public:
    Importer(const TensorFlowCheckpoint& checkpoint, std::string network, const MapSize& map)
        : checkpoint_(checkpoint), network_(std::move(network)), map_(map) {}

    /// Checks that every tensor is there as it must be; nothing is read yet.
    void check(const NamedTensors& targets) {
        for (const auto& [name, target] : targets) {
            const std::string stored = slimName(name);
            const auto needed = slimShape(name, target);
            const TensorFlowEntry* entry = checkpoint_.find(stored);
            throwIf(entry == nullptr,
                    fault(checkpoint_, c10::str("the tensor '", stored, "' ", at::IntArrayRef(needed),
                                                " is missing; ", network_, " needs it")));
            throwIf(entry->shape != needed,
                    fault(checkpoint_,
                          c10::str("the tensor '", stored, "' has the shape ", at::IntArrayRef(entry->shape),
                                   "; ", network_, " needs ", at::IntArrayRef(needed))));
            throwIf(entry->type != "float32",
                    fault(checkpoint_, "the tensor '" + stored + "' is of the type " + entry->type +
                                           "; the reference's are float32"));
            used_.insert(stored);
            matched_.emplace_back(name, stored);
        }
    }

    TensorMap read(const NamedTensors& targets) const {
        TensorMap tensors;
        for (const auto& [name, target] : targets) {
            const TensorFlowEntry& entry = *checkpoint_.find(slimName(name));
            const auto bytes = checkpoint_.read(entry);
            at::Tensor stored = at::empty(entry.shape, at::kFloat);
            std::memcpy(stored.data_ptr(), bytes.data(), bytes.size());
            throwIf(!at::isfinite(stored).all().item<bool>() ||
                        (name.ends_with("running_var") && (stored < 0).any().item<bool>()),
                    fault(checkpoint_, "the tensor '" + entry.name +
                                           "' holds values that are not finite or negative variances; the "
                                           "training it comes from had failed"));
            tensors[name] = fromSlim(name, stored, map_);
        }
        return tensors;
    }

    /// What no network took. A tensor of the optimiser lies below the one it belongs to ("weights/Momentum").
    std::vector<std::string> unused() const {
        std::vector<std::string> names;
        for (const auto& entry : checkpoint_.entries()) {
            const std::string& name = entry.name;
            if (used_.count(name) != 0) {
                continue;
            }
            const bool foreign = !name.starts_with(kBackboneScope) && !name.starts_with(kHeadScope);
            throwIf(
                !foreign && !belongsToUsed(name),
                fault(
                    checkpoint_,
                    "the tensor '" + name + "' has no place in " + network_ +
                        ": the checkpoint is of another network, which would be changed by leaving it out"));
            names.push_back(name);
        }
        return names;
    }

    const std::vector<std::pair<std::string, std::string>>& matched() const { return matched_; }

  private:
    bool belongsToUsed(const std::string& name) const {
        for (auto slash = name.rfind('/'); slash != std::string::npos && slash > 0;
             slash = name.rfind('/', slash - 1)) {
            if (used_.count(name.substr(0, slash)) != 0) {
                return true;
            }
        }
        return false;
    }

    const TensorFlowCheckpoint& checkpoint_;
    std::string network_;
    MapSize map_;
    std::set<std::string> used_;
    std::vector<std::pair<std::string, std::string>> matched_;
};

std::unique_ptr<UncertaintyHead> makeHead(const TensorFlowCheckpoint& checkpoint, std::int64_t features) {
    HeadOptions options;
    options.inputSize = features;
    // Both are known to be backed by bytes of the file before anything of their size is made.
    options.hiddenSize = linearSize(checkpoint, kHeadFirst, features).second;
    options.sigmaSize = linearSize(checkpoint, kHeadLast, options.hiddenSize).second;
    return std::make_unique<UncertaintyHead>(options, 0);
}

}  // namespace

const std::vector<ReferenceModel>& referenceModels() {
    static const std::vector<ReferenceModel> models{{"resface64", 1.0, false},
                                                    {"resface64m", 1.0, true},
                                                    {"resface64s2", 0.5, false},
                                                    {"resface64s2m", 0.5, true}};
    return models;
}

bool fitsReferenceModel(const TensorFlowCheckpoint& checkpoint, const ReferenceModel& model) {
    const TensorFlowEntry* entry = checkpoint.find(kEntry);
    const TensorFlowEntry* last = checkpoint.find(kLastLinear);
    if (entry == nullptr || last == nullptr || entry->shape.size() != 4 || last->shape.size() != 2) {
        return false;
    }
    const std::int64_t channels = resFaceChannels(model.width, 0);
    const std::int64_t pooled = model.multiLayer ? channels * (1 + 2 + 4 + 8) : 0;
    const TensorFlowEntry* head = checkpoint.find(kHeadFirst);
    return entry->shape[3] == channels &&
           (head == nullptr || (head->shape.size() == 2 && head->shape[0] - pooled == last->shape[0]));
}

ResFaceOptions referenceOptions(const ReferenceModel& model, const TensorFlowCheckpoint& checkpoint) {
    ResFaceOptions options;
    options.depth = 64;
    options.width = model.width;
    options.multiLayer = model.multiLayer;
    options.tfSamePadding = true;
    const auto [in, out] = linearSize(checkpoint, kLastLinear);
    const std::int64_t channels = resFaceChannels(model.width, 3);
    const std::int64_t side =
        std::llround(std::sqrt(static_cast<double>(in) / static_cast<double>(channels)));
    if (side < 1 || side * side * channels != in) {
        throw fault(checkpoint, c10::str("the tensor '", kLastLinear, "' has the shape ",
                                         at::IntArrayRef({in, out}), "; ", model.name, " ends in ", channels,
                                         " channels of a square map (18432 inputs at width 1 and 96x96)"));
    }
    options.inputHeight = side * kReduction;
    options.inputWidth = side * kReduction;
    options.embeddingSize = out;
    try {
        options.check();
    } catch (const Error& error) {
        throw fault(checkpoint, "by the shape of '" + std::string(kLastLinear) + "', " + error.what());
    }
    return options;
}

ImportedNetwork importResFace(const TensorFlowCheckpoint& checkpoint, const ResFaceOptions& options) {
    ImportedNetwork imported;
    // A small file must not make the program allocate a large network.
    required(checkpoint, kEntry);
    linearSize(checkpoint, kLastLinear);
    imported.backbone = std::make_unique<ResFace>(options, 0);
    Importer importer(checkpoint, imported.backbone->description(),
                      {resFaceChannels(options.width, 3), resFaceLastSide(options.inputHeight),
                       resFaceLastSide(options.inputWidth)});
    importer.check(imported.backbone->namedTensors());
    if (std::ranges::any_of(checkpoint.entries(),
                            [](const auto& entry) { return entry.name.starts_with(kHeadScope); })) {
        imported.head = makeHead(checkpoint, imported.backbone->featureSize());
        importer.check(imported.head->namedTensors());
    }
    imported.unused = importer.unused();
    imported.matched = importer.matched();
    imported.backbone->load(importer.read(imported.backbone->namedTensors()));
    if (imported.head) {
        imported.head->load(importer.read(imported.head->namedTensors()));
        imported.head->eval();
    }
    return imported;
}

}  // namespace pf

#include "core/session/exchange/state_dict_import.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/safetensors.h"
#include "core/nn/weights/state_dict.h"
#include "core/nn/weights/weight_listing.h"
#include "core/session/exchange/internal/imported_model.h"
#include "core/session/exchange/internal/resface_shapes.h"
#include "core/session/exchange/internal/weight_match.h"

namespace pf {
namespace {

constexpr std::string_view kOurs = "backbone.";
constexpr std::string_view kHeadAnchor = "head.fc1.weight";
constexpr std::string_view kCounter = "num_batches_tracked";

struct Source {
    NamedTensors tensors;
    Metadata metadata;
    std::string format;
};

Source openSource(const std::filesystem::path& file, bool byOrder, ImportOutcome& outcome) {
    Source source;
    switch (weightFormatOf(file)) {
        case WeightFormat::Safetensors: {
            throwIf(byOrder, ErrorCode::Config,
                    "is a safetensors file, which does not keep the order of its tensors; save the "
                    "state_dict with torch.save, or match by name",
                    file.string());
            SafetensorsFile content = readSafetensors(file);
            source.tensors.assign(content.tensors.begin(), content.tensors.end());
            source.metadata = std::move(content.metadata);
            source.format = "safetensors";
            if (!content.checksumVerified) {
                outcome.notes.push_back("the file carries no checksum: damage to it could not be seen");
            }
            return source;
        }
        case WeightFormat::TensorFlow:
            throw Error(ErrorCode::Config, "is a TensorFlow checkpoint; use import-tensorflow",
                        file.string());
        case WeightFormat::Onnx:
            throw Error(ErrorCode::Config, "is an ONNX network; use it as a backbone as it is",
                        file.string());
        default: {
            StateDict content = readStateDict(file);
            source.tensors = std::move(content.tensors);
            source.format = "state_dict";
            outcome.notes.insert(outcome.notes.end(), content.notes.begin(), content.notes.end());
            return source;
        }
    }
}

/// The head's tensors by our names, taken out of `source`; empty when it has none.
TensorMap takeHead(Source& source) {
    const auto anchor = std::find_if(source.tensors.begin(), source.tensors.end(), [](const auto& entry) {
        const std::string& name = entry.first;
        return name.ends_with(kHeadAnchor) &&
               (name.size() == kHeadAnchor.size() || name[name.size() - kHeadAnchor.size() - 1] == '.');
    });
    if (anchor == source.tensors.end()) {
        return {};
    }
    const std::string prefix = anchor->first.substr(0, anchor->first.size() - kHeadAnchor.size());
    TensorMap head;
    std::erase_if(source.tensors, [&](const auto& entry) {
        const bool ours = entry.first.starts_with(prefix + "head.");
        if (ours) {
            head.emplace(entry.first.substr(prefix.size()), entry.second);
        }
        return ours;
    });
    return head;
}

/// What the caller knows of the network.
struct Expected {
    ResFaceArchitecture architecture;
    StateDictConventions conventions;
    bool byOrder = false;
};

struct Sizes {
    std::array<std::int64_t, 4> channels{};
    std::int64_t embedding = 0;
    std::int64_t flattened = 0;
};

/// From the entry convolutions and the last layer, found by name in `tensors`.
Sizes sizesByName(const TensorMap& tensors, const std::string& where) {
    Sizes sizes;
    const auto extent = [&](const std::string& name, std::int64_t dims, std::int64_t dim) {
        const at::Tensor& tensor = tensors.at(name);
        if (tensor.dim() != dims) {
            throw Error(ErrorCode::Shape,
                        c10::str("the tensor '", name, "' has ", tensor.dim(),
                                 " dimensions where the network needs ", dims),
                        where);
        }
        return tensor.size(dim);
    };
    for (std::size_t s = 0; s < sizes.channels.size(); ++s) {
        sizes.channels[s] = extent("backbone.stage" + std::to_string(s + 1) + ".conv.weight", 4, 0);
    }
    sizes.embedding = extent("backbone.fc.weight", 2, 0);
    sizes.flattened = extent("backbone.fc.weight", 2, 1);
    return sizes;
}

/// The same from shapes alone: each stage begins with a convolution that changes the number of channels, and
/// the last layer takes the largest vector made of the last map.
Sizes sizesByOrder(const NamedTensors& tensors, const std::string& where) {
    Sizes sizes;
    std::size_t stage = 0;
    std::int64_t channels = 3;
    for (const auto& [name, tensor] : tensors) {
        const bool isConv = tensor.dim() == 4 && tensor.size(2) == 3 && tensor.size(3) == 3;
        if (isConv && stage < 4 && tensor.size(1) == channels && tensor.size(0) != channels) {
            channels = sizes.channels[stage++] = tensor.size(0);
        }
    }
    for (const auto& [name, tensor] : tensors) {
        if (stage == 4 && tensor.dim() == 2 && tensor.size(1) % channels == 0 &&
            tensor.size(1) > sizes.flattened) {
            sizes.embedding = tensor.size(0);
            sizes.flattened = tensor.size(1);
        }
    }
    failDataIf(sizes.flattened == 0, where,
               "its tensors are not those of a ResFace: four stages of 3x3 convolutions and a linear layer "
               "are looked for");
    return sizes;
}

ResFaceOptions optionsFrom(const Sizes& sizes, const Expected& expected, const std::string& where,
                           ImportOutcome& outcome) {
    const ResFaceArchitecture& architecture = expected.architecture;
    ResFaceOptions options;
    options.depth = architecture.depth;
    options.multiLayer = architecture.multiLayer;
    options.tfSamePadding = expected.conventions.samePadding;
    options.bnEpsilon = expected.conventions.bnEpsilon;
    const auto width = widthOf(sizes.channels);
    if (!width) {
        throw Error(ErrorCode::Shape,
                    c10::str("its stages have ", sizes.channels[0], ", ", sizes.channels[1], ", ",
                             sizes.channels[2], " and ", sizes.channels[3],
                             " channels; ResFace has 64, 128, 256 and 512 times its width"),
                    where);
    }
    options.width = *width;
    throwIf(architecture.halfWidth && options.width != 0.5, ErrorCode::Config,
            "its width is " + formatNumber(options.width) + ", not the half that s2 stands for", where);
    options.embeddingSize = sizes.embedding;
    const auto input = sizes.channels[3] > 0 && sizes.flattened % sizes.channels[3] == 0
                           ? inputSizeOf(sizes.flattened / sizes.channels[3])
                           : std::nullopt;
    if (!input) {
        throw Error(ErrorCode::Shape,
                    c10::str("its linear layer takes ", sizes.flattened, " values, which no last map of ",
                             sizes.channels[3], " channels has"),
                    where);
    }
    options.inputHeight = input->first;
    options.inputWidth = input->second;
    outcome.notes.push_back("concluded from shapes: width " + formatNumber(options.width) + ", input " +
                            std::to_string(options.inputHeight) + "x" + std::to_string(options.inputWidth) +
                            " (height x width), embedding " + std::to_string(options.embeddingSize));
    outcome.notes.push_back("taken as given, because the file does not say: stride-2 convolutions padded " +
                            std::string(options.tfSamePadding ? "as TensorFlow does" : "by 1 on every side") +
                            ", BN epsilon " + formatNumber(options.bnEpsilon) +
                            ", images as (value - 128) / 128");
    return options;
}

/// Throws unless every tensor has the network's shape and finite floating-point values.
void checkTensors(const TensorMap& tensors, const NamedShapes& shapes, const std::string& where) {
    for (const auto& [name, shape] : shapes) {
        const at::Tensor& tensor = tensors.at(name);
        if (tensor.sizes() != at::IntArrayRef(shape) || !tensor.is_floating_point()) {
            throw Error(
                ErrorCode::Shape,
                c10::str("the tensor for '", name, "' is ", tensor.scalar_type(), " of shape ",
                         tensor.sizes(), " where the network needs floats of shape ", at::IntArrayRef(shape)),
                where);
        }
    }
    for (const auto& [name, tensor] : tensors) {
        throwIf(!at::isfinite(tensor).all().item<bool>(), ErrorCode::Numeric,
                "the tensor for '" + name + "' holds a value that is not finite", where);
    }
}

WeightMatch match(const Source& source, const Expected& expected, std::optional<ResFaceOptions>& options,
                  const std::string& where, ImportOutcome& outcome) {
    if (expected.byOrder) {
        if (!options) {
            options = optionsFrom(sizesByOrder(source.tensors, where), expected, where, outcome);
        }
        return matchByOrder(source.tensors, resFaceShapes(*options), where);
    }
    ResFaceOptions named;
    named.depth = expected.architecture.depth;
    std::vector<std::string> names;
    for (const auto& [name, shape] : resFaceShapes(named)) {
        names.push_back(name);
    }
    WeightMatch found = matchByName(source.tensors, names, kOurs, where);
    if (!options) {
        options = optionsFrom(sizesByName(found.tensors, where), expected, where, outcome);
    }
    return found;
}

std::unique_ptr<UncertaintyHead> makeHead(const TensorMap& tensors, const std::string& where) {
    try {
        auto head = std::make_unique<UncertaintyHead>(UncertaintyHead::optionsFromTensors(tensors), 0);
        checkTensors(tensors, {}, where);
        head->load(tensors);
        head->eval();
        return head;
    } catch (const Error& error) {
        throw Error(error.code(), error.what(), error.where().empty() ? where : "");
    }
}

}  // namespace

ImportOutcome importStateDict(const std::filesystem::path& file, const std::string& architectureName,
                              bool byOrder, const std::filesystem::path& out,
                              const StateDictConventions& conventions) {
    const Expected expected{parseArchitecture(architectureName), conventions, byOrder};
    const std::string where = file.string();
    ImportOutcome outcome;
    Source source = openSource(file, byOrder, outcome);
    // No layer of ours has the counters of batch normalisation.
    if (const std::size_t dropped =
            std::erase_if(source.tensors, [](const auto& entry) { return entry.first.ends_with(kCounter); });
        dropped > 0) {
        outcome.notes.push_back(formatCount(dropped) +
                                " counters num_batches_tracked have no place in the network");
    }
    const TensorMap headTensors = takeHead(source);

    std::optional<ResFaceOptions> options;
    ImportedModel model;
    if (source.metadata.count("backbone.arch") > 0) {
        options = backboneOptionsFromMetadata(source.metadata, where);
        model.normalisation = normalisationFromMetadata(source.metadata, where);
        throwIf(options->depth != expected.architecture.depth, ErrorCode::Config,
                "says of itself that its depth is " + std::to_string(options->depth) + ", not " +
                    std::to_string(expected.architecture.depth),
                where);
        outcome.notes.push_back("sizes and preprocessing are those that the file states");
    }
    WeightMatch found = match(source, expected, options, where, outcome);
    checkTensors(found.tensors, resFaceShapes(*options), where);
    const auto head = headTensors.empty() ? nullptr : makeHead(headTensors, where);
    source.tensors.clear();

    ResFace network(*options, 0);
    network.load(found.tensors);
    model.backbone = &network;
    model.head = head.get();
    model.origin = source.format + " " + file.filename().string();
    outcome.files = writeImportedModel(out, model);
    outcome.description = network.description();
    outcome.headIncluded = head != nullptr;
    outcome.unused = std::move(found.unused);
    std::erase_if(found.pairs, [](const auto& pair) { return pair.first == pair.second; });
    outcome.matched = std::move(found.pairs);
    return outcome;
}

}  // namespace pf

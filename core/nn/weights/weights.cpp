#include "core/nn/weights/weights.h"

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr const char* kArchitecture = "resface";

const std::string& field(const Metadata& metadata, const std::string& key, const std::string& where) {
    const auto found = metadata.find(key);
    failDataIf(found == metadata.end(), where, "the metadata field '", key,
               "' is missing; this is not a native backbone. If it holds the weights of a ResFace, "
               "import-weights makes one of it; of another network export the program (TorchScript or ONNX)");
    return found->second;
}

template <typename Number>
Number numberIn(std::string_view text, const std::string& key, const std::string& where) {
    const auto value = parseNumber<Number>(text);
    failDataIf(!value, where, "the metadata field '", key, "' holds '", text, "', not a number");
    return *value;
}

template <typename Number>
Number number(const Metadata& metadata, const std::string& key, const std::string& where) {
    return numberIn<Number>(field(metadata, key, where), key, where);
}

bool flag(const Metadata& metadata, const std::string& key, const std::string& where) {
    const std::string& text = field(metadata, key, where);
    throwIf(text != "true" && text != "false", ErrorCode::Data,
            "the metadata field '" + key + "' holds '" + text + "', not true or false", where);
    return text == "true";
}

std::array<double, 3> triple(const Metadata& metadata, const std::string& key, const std::string& where) {
    const auto parts = splitText(field(metadata, key, where), ',');
    failDataIf(parts.size() != 3, where, "the metadata field '", key, "' does not hold three numbers");
    std::array<double, 3> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = numberIn<double>(parts[i], key, where);
    }
    return values;
}

}  // namespace

Metadata backboneMetadata(const ResFaceOptions& options, const Normalisation& normalisation) {
    const auto flagText = [](bool value) { return std::string(value ? "true" : "false"); };
    return {{"backbone.arch", kArchitecture},
            {"backbone.depth", std::to_string(options.depth)},
            {"backbone.width", formatNumber(options.width)},
            {"backbone.input_height", std::to_string(options.inputHeight)},
            {"backbone.input_width", std::to_string(options.inputWidth)},
            {"backbone.embedding_size", std::to_string(options.embeddingSize)},
            {"backbone.multi_layer", flagText(options.multiLayer)},
            {"backbone.tf_same_padding", flagText(options.tfSamePadding)},
            {"backbone.bn_decay", formatNumber(options.bnDecay)},
            {"backbone.bn_epsilon", formatNumber(options.bnEpsilon)},
            {"backbone.mean", joined(normalisation.mean, ",")},
            {"backbone.std", joined(normalisation.std, ",")}};
}

ResFaceOptions backboneOptionsFromMetadata(const Metadata& metadata, const std::string& where) {
    const std::string architecture = field(metadata, "backbone.arch", where);
    throwIf(architecture != kArchitecture, ErrorCode::Data,
            "the architecture '" + architecture + "' is unknown; this program knows resface", where);
    ResFaceOptions options;
    options.depth = number<int>(metadata, "backbone.depth", where);
    options.width = number<double>(metadata, "backbone.width", where);
    options.inputHeight = number<std::int64_t>(metadata, "backbone.input_height", where);
    options.inputWidth = number<std::int64_t>(metadata, "backbone.input_width", where);
    options.embeddingSize = number<std::int64_t>(metadata, "backbone.embedding_size", where);
    options.multiLayer = flag(metadata, "backbone.multi_layer", where);
    options.tfSamePadding = flag(metadata, "backbone.tf_same_padding", where);
    options.bnDecay = number<double>(metadata, "backbone.bn_decay", where);
    options.bnEpsilon = number<double>(metadata, "backbone.bn_epsilon", where);
    try {
        options.check();
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, error.what(), where);
    }
    return options;
}

Normalisation normalisationFromMetadata(const Metadata& metadata, const std::string& where) {
    Normalisation normalisation;
    normalisation.mean = triple(metadata, "backbone.mean", where);
    normalisation.std = triple(metadata, "backbone.std", where);
    for (const double value : normalisation.std) {
        throwIf(!(value > 0.0), ErrorCode::Data,
                "the metadata field 'backbone.std' holds a value that is not positive", where);
    }
    return normalisation;
}

void saveBackbone(const std::filesystem::path& path, const ResFace& network,
                  const Normalisation& normalisation, const Metadata& extra) {
    Metadata metadata = extra;
    for (const auto& [key, value] : backboneMetadata(network.options(), normalisation)) {
        metadata[key] = value;
    }
    writeSafetensors(path, network.namedTensors(), metadata);
}

NativeBackbone loadBackbone(const std::filesystem::path& path) {
    SafetensorsFile file = readSafetensors(path);
    const std::string where = path.string();
    const ResFaceOptions options = backboneOptionsFromMetadata(file.metadata, where);
    const auto final = file.tensors.find("backbone.fc.weight");
    // A small file must not make the program allocate the large network its metadata claim.
    throwIf(final == file.tensors.end() || final->second.dim() != 2 ||
                final->second.size(0) != options.embeddingSize,
            ErrorCode::Data, "the tensor 'backbone.fc.weight' does not fit the metadata", where);
    NativeBackbone result;
    result.normalisation = normalisationFromMetadata(file.metadata, where);
    result.network = std::make_unique<ResFace>(options, 0);
    try {
        result.network->load(file.tensors);
    } catch (const Error& error) {
        throw Error(error.code(), error.what(), where);
    }
    for (const auto& [key, value] : backboneMetadata(options, result.normalisation)) {
        file.metadata.erase(key);
    }
    result.metadata = std::move(file.metadata);
    result.checksumVerified = file.checksumVerified;
    return result;
}

}  // namespace pf

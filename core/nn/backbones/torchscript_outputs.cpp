#include "core/nn/backbones/torchscript_outputs.h"

#include <algorithm>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

bool isBatch(const at::Tensor& tensor, std::int64_t rows) {
    return tensor.is_floating_point() && tensor.dim() >= 1 && tensor.size(0) == rows &&
           tensor.numel() >= rows;
}

bool isSingleValue(const at::Tensor& tensor, std::int64_t rows) {
    return isBatch(tensor, rows) && tensor.numel() == rows;
}

/// [B, D], also with sides of 1 behind it.
bool isRow(const at::Tensor& tensor, std::int64_t rows) {
    return isBatch(tensor, rows) && tensor.dim() >= 2 && tensor.numel() == rows * tensor.size(1);
}

std::size_t placeOf(const std::vector<ModuleOutput>& outputs, const std::string& name, const char* key) {
    const auto found = std::ranges::find(outputs, name, &ModuleOutput::name);
    throwIf(found == outputs.end(), ErrorCode::Config,
            "returns no '" + name + "' as " + key + " asks; it returns " + outputsText(outputs));
    return static_cast<std::size_t>(found - outputs.begin());
}

bool isCalledEmbedding(const std::string& name) {
    const std::string text = lowerCase(name);
    return text == "mu" || text.find("embed") != std::string::npos;
}

/// The embedding of a dict: the one row that is called so, or the only row.
std::size_t namedEmbedding(const std::vector<ModuleOutput>& outputs, const std::vector<std::size_t>& places) {
    std::vector<std::size_t> called;
    std::copy_if(places.begin(), places.end(), std::back_inserter(called),
                 [&](std::size_t i) { return isCalledEmbedding(outputs[i].name); });
    if (called.size() == 1) {
        return called.front();
    }
    throwIf(places.size() > 1, ErrorCode::Data,
            "returns several rows per image (" + outputsText(outputs) +
                "); name the embedding in model.backbone.embedding_output");
    return places.front();
}

}  // namespace

std::vector<ModuleOutput> moduleOutputs(const c10::IValue& value) {
    std::vector<ModuleOutput> outputs;
    const auto add = [&](const std::string& name, const std::string& access, const c10::IValue& element) {
        if (element.isTensor() && element.toTensor().defined()) {
            outputs.push_back({name, access, element.toTensor()});
        }
    };
    if (value.isTensor()) {
        add("", "", value);
    } else if (value.isTuple() || value.isList()) {
        const auto elements = value.isTuple() ? value.toTupleRef().elements().vec() : value.toListRef().vec();
        for (std::size_t i = 0; i < elements.size(); ++i) {
            add(std::to_string(i), "[" + std::to_string(i) + "]", elements[i]);
        }
    } else if (value.isGenericDict()) {
        for (const auto& entry : value.toGenericDict()) {
            if (entry.key().isString()) {
                const std::string key = entry.key().toStringRef();
                add(key, "[\"" + key + "\"]", entry.value());
            }
        }
    }
    return outputs;
}

OutputChoice chooseOutputs(const std::vector<ModuleOutput>& outputs, std::int64_t rows,
                           const std::string& embedding, const std::string& features) {
    OutputChoice choice;
    choice.named = outputs.front().access.find('"') != std::string::npos;
    std::vector<std::size_t> places;
    std::vector<std::size_t> singles;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        const at::Tensor& value = outputs[i].value;
        if (isSingleValue(value, rows)) {
            singles.push_back(i);
        } else if (isRow(value, rows)) {
            places.push_back(i);
        }
    }
    if (!embedding.empty()) {
        choice.mu = placeOf(outputs, embedding, "model.backbone.embedding_output");
    } else if (!places.empty()) {
        choice.mu = choice.named ? namedEmbedding(outputs, places) : places.front();
    }
    const at::Tensor& mu = outputs[choice.mu].value;
    throwIf(!isRow(mu, rows), ErrorCode::Data,
            "returns " + outputsText(outputs) + " for a batch of " + std::to_string(rows) +
                "; an embedding [" + std::to_string(rows) + ", D] in floating point is needed");
    if (!features.empty()) {
        choice.features = placeOf(outputs, features, "model.backbone.feature_output");
    } else {
        for (std::size_t i = 0; i < outputs.size() && !choice.features; ++i) {
            const bool wanted = !choice.named || lowerCase(outputs[i].name).starts_with("feat");
            if (i != choice.mu && wanted && !isSingleValue(outputs[i].value, rows)) {
                choice.features = i;
            }
        }
    }
    throwIf(choice.features && !isBatch(outputs[*choice.features].value, rows), ErrorCode::Data,
            "returns " + outputsText(outputs) + " for a batch of " + std::to_string(rows) + "; features [" +
                std::to_string(rows) + ", ...] are needed");
    // Which of several single values would be the length is not said by any of them.
    if (singles.size() == 1 && singles.front() != choice.mu && choice.features != singles.front()) {
        choice.length = singles.front();
    }
    return choice;
}

std::string outputsText(const std::vector<ModuleOutput>& outputs) {
    return joined(outputs, ", ", [](const ModuleOutput& output) {
        return output.name + (output.name.empty() ? "" : " ") + shapeText(output.value.sizes());
    });
}

}  // namespace pf

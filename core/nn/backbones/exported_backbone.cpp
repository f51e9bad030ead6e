#include "core/nn/backbones/exported_backbone.h"

#include <c10/util/StringUtil.h>

#include "core/base/error.h"

namespace pf {

void ExportedNetwork::requireImages(const at::Tensor& images) const {
    refuseIf(images.dim() != 4 || images.size(0) < 1 || images.size(1) != 3 ||
                 images.size(2) != options.inputHeight || images.size(3) != options.inputWidth,
             ErrorCode::Shape, "the backbone was given images of shape ", images.sizes(),
             "; it takes [B, 3, ", options.inputHeight, ", ", options.inputWidth, "]");
}

void ExportedNetwork::requireSizes(const BackboneOutput& output, const at::Tensor& images) const {
    if (output.mu.size(1) != embeddingSize || output.features.size(1) != featureSize) {
        throw Error(ErrorCode::Shape,
                    c10::str("gave mu ", output.mu.sizes(), " and features ", output.features.sizes(),
                             " for images ", images.sizes()),
                    where());
    }
}

std::string ExportedBackbone::description() const {
    return (kind() == BackboneKind::Onnx ? "ONNX " : "TorchScript ") +
           network().options.file.filename().string() + ", " + std::to_string(inputHeight()) + "x" +
           std::to_string(inputWidth()) + " -> " + std::to_string(embeddingSize()) + " (" +
           std::to_string(featureSize()) + " features)";
}

}  // namespace pf

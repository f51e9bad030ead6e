#include "core/nn/named_tensors.h"

#include <torch/torch.h>

#include "core/base/file_hash.h"
#include "core/base/text.h"

namespace pf {

void copyTensors(const NamedTensors& target, const TensorMap& source, const std::string& owner) {
    for (const auto& [name, tensor] : target) {
        const auto found = source.find(name);
        throwIf(found == source.end(), ErrorCode::Shape,
                "the tensor '" + name + "' of the " + owner +
                    " is missing; the file belongs to another architecture");
        refuseIf(found->second.sizes() != tensor.sizes(), ErrorCode::Shape, "the tensor '", name,
                 "' has shape ", found->second.sizes(), " where the ", owner, " needs ", tensor.sizes(),
                 "; check the sizes in the configuration");
        refuseIf(found->second.is_floating_point() != tensor.is_floating_point(), ErrorCode::Shape,
                 "the tensor '", name, "' is of type ", found->second.scalar_type(), " where the ", owner,
                 " needs ", tensor.scalar_type());
    }
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : target) {
        // A handle of its own: copy_ on a const reference would need a cast.
        at::Tensor handle = tensor;
        handle.copy_(source.at(name));
    }
}

std::string tensorsSha256(const NamedTensors& tensors) {
    Sha256 sum;
    for (const auto& [name, tensor] : tensors) {
        // Not by a stream: the global C++ locale may group a size's digits.
        sum.add(std::to_string(name.size()) + ":" + name + " " + c10::toString(tensor.scalar_type()) + " " +
                shapeText(tensor.sizes()) + ";");
        const at::Tensor plain = tensor.detach().to(at::kCPU).contiguous();
        sum.add(std::span(static_cast<const std::byte*>(plain.data_ptr()), plain.nbytes()));
    }
    return sum.hex();
}

}  // namespace pf

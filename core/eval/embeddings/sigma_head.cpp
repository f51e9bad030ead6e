#include "core/eval/embeddings/sigma_head.h"

#include "core/nn/pch.h"

namespace pf {

at::Tensor sigmaSqOf(UncertaintyHead& head, const at::Tensor& features, std::int64_t blockRows) {
    const torch::NoGradGuard noGrad;
    const bool wasTraining = head.isTraining();
    head.eval();
    const auto device = head.parameters().front().second.device();
    std::vector<at::Tensor> blocks;
    for (std::int64_t first = 0; first < features.size(0); first += blockRows) {
        const auto block =
            features.narrow(0, first, std::min(blockRows, features.size(0) - first)).to(device);
        blocks.push_back(head.forward(block).exp().to(torch::kCPU, torch::kFloat));
    }
    head.train(wasTraining);
    return blocks.empty() ? torch::empty({0, head.options().sigmaSize}) : torch::cat(blocks);
}

}  // namespace pf

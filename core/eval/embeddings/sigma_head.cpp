#include "core/eval/embeddings/sigma_head.h"

#include "core/nn/pch.h"

namespace pf {

at::Tensor sigmaSqOf(UncertaintyHead& head, const at::Tensor& features) {
    constexpr std::int64_t kBlockRows = 1024;
    const torch::NoGradGuard noGrad;
    const bool wasTraining = head.isTraining();
    head.eval();
    const auto device = head.parameters().front().second.device();
    std::vector<at::Tensor> blocks;
    for (std::int64_t first = 0; first < features.size(0); first += kBlockRows) {
        const auto block =
            features.narrow(0, first, std::min(kBlockRows, features.size(0) - first)).to(device);
        blocks.push_back(head.forward(block).exp().to(torch::kCPU, torch::kFloat));
    }
    head.train(wasTraining);
    return blocks.empty() ? torch::empty({0, head.options().sigmaSize}) : torch::cat(blocks);
}

}  // namespace pf

// The loss terms of one batch, forward and backward, for scalar and vector sigma².
#include <ATen/ATen.h>
#include <benchmark/benchmark.h>

#include "core/nn/losses/losses.h"
#include "core/nn/threads.h"

namespace {

// Arguments: images in the batch, dimensions of sigma².
void lossesOfABatch(benchmark::State& state) {
    const std::int64_t images = state.range(0);
    constexpr std::int64_t kDimensions = 256;
    at::manual_seed(1);
    const auto drawn = at::randn({images, kDimensions});
    const auto mu = drawn / drawn.norm(2, 1, true);
    const auto logSigmaSq = at::randn({images, state.range(1)}).mul_(0.1).sub_(1.0).set_requires_grad(true);
    const auto masks = pf::pairMasks(at::arange(images).div(4, "floor"), at::kCPU);
    for (auto _ : state) {
        const auto matrices = pf::pairMatrices(mu, logSigmaSq);
        const auto total = pf::mlsLoss(matrices.negativeMls, masks) +
                           pf::tripletSemihardLoss(matrices.distanceTerm, masks, 3.0) * 0.001;
        logSigmaSq.mutable_grad() = at::Tensor();
        total.backward();
        benchmark::DoNotOptimize(logSigmaSq.grad().data_ptr());
    }
}
BENCHMARK(lossesOfABatch)
    ->ArgNames({"images", "sigma"})
    ->Args({128, 1})
    ->Args({128, 256})
    ->Args({512, 1})
    ->Args({512, 256})
    ->Unit(benchmark::kMillisecond);

}  // namespace

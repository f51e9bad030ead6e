// Open-set identification at the sizes of LFW: 13,233 embeddings of 256 values and a scalar sigma², ten
// trials of 596 gallery images, 596 genuine and 9,494 impostor probes (the index lists) or 1,000, 4,350 and
// 4,357 (published); and the bare matrix products of the same sizes, which bound what any program can do.
#include <ATen/ATen.h>
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/eval/search/open_set_report.h"
#include "core/nn/threads.h"

namespace {

constexpr std::size_t kImages = 13233;
constexpr std::size_t kDim = 256;
constexpr std::size_t kTrials = 10;

struct Sizes {
    std::size_t gallery, genuine, impostor;
};

Sizes sizesOf(const benchmark::State& state) {
    return {static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)),
            static_cast<std::size_t>(state.range(2))};
}

/// The gallery are the first rows, and the probes after them share its identities in turn.
pf::BlufrProtocol protocolOf(const Sizes& sizes) {
    pf::BlufrProtocol protocol;
    pf::IdentificationTrial trial;
    for (std::size_t row = 0; row < kImages; ++row) {
        const bool known = row < sizes.gallery + sizes.genuine;
        protocol.images.push_back(std::to_string(row) + ".jpg");
        protocol.labels.push_back(static_cast<std::int32_t>(known ? row % sizes.gallery : row));
        if (row < sizes.gallery) {
            trial.gallery.push_back(static_cast<std::uint32_t>(row));
        } else if (known) {
            trial.genuineProbes.push_back(static_cast<std::uint32_t>(row));
        } else if (row < sizes.gallery + sizes.genuine + sizes.impostor) {
            trial.impostorProbes.push_back(static_cast<std::uint32_t>(row));
        }
    }
    protocol.openSet = {"bench", std::vector<pf::IdentificationTrial>(kTrials, trial)};
    return protocol;
}

/// Images of one identity have a cosine of about 0.6, as those of a trained network.
pf::EmbeddingSet embeddingsOf(const pf::BlufrProtocol& protocol) {
    pf::EmbeddingSet set;
    set.embeddingSize = kDim;
    set.sigmaSize = 1;
    pf::Rng noise(1);
    for (std::size_t row = 0; row < kImages; ++row) {
        pf::Rng identity(static_cast<std::uint64_t>(protocol.labels[row]) + 100);
        std::vector<double> values(kDim);
        double square = 0;
        for (auto& value : values) {
            value = identity.normal() + 0.8 * noise.normal();
            square += value * value;
        }
        for (const double value : values) {
            set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
        }
        set.sigmaSq.push_back(static_cast<float>(0.2 + 0.2 * noise.uniform()));
        set.names.push_back("bench#" + std::to_string(row));
    }
    return set;
}

void reportWith(benchmark::State& state, const std::vector<pf::PairScoreKind>& kinds) {
    pf::setTorchThreads(0);
    const auto protocol = protocolOf(sizesOf(state));
    const auto set = embeddingsOf(protocol);
    pf::OpenSetOptions options;
    options.scores = kinds;
    for (auto _ : state) {
        benchmark::DoNotOptimize(pf::reportOpenSet(set, protocol, options).openSet.scores[0].dir[0].mean);
    }
}

void cosine(benchmark::State& state) {
    reportWith(state, {pf::PairScoreKind::Cosine});
}
void cosineAndMls(benchmark::State& state) {
    reportWith(state, {pf::PairScoreKind::Cosine, pf::PairScoreKind::Mls});
}

void matrixProductAlone(benchmark::State& state) {
    pf::setTorchThreads(0);
    const Sizes sizes = sizesOf(state);
    const auto gallery = at::randn({static_cast<std::int64_t>(sizes.gallery), kDim});
    const auto probes = at::randn({static_cast<std::int64_t>(sizes.genuine + sizes.impostor), kDim});
    auto product = at::empty({probes.size(0), gallery.size(0)});
    for (auto _ : state) {
        for (std::size_t trial = 0; trial < kTrials; ++trial) {
            at::mm_out(product, probes, gallery.t());
        }
        benchmark::DoNotOptimize(product.data_ptr());
    }
}

void lfwSizes(benchmark::internal::Benchmark* bench) {
    bench->ArgNames({"gallery", "genuine", "impostor"})
        ->Args({596, 596, 9494})
        ->Args({1000, 4350, 4357})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}
BENCHMARK(matrixProductAlone)->Apply(lfwSizes);
BENCHMARK(cosine)->Apply(lfwSizes);
BENCHMARK(cosineAndMls)->Apply(lfwSizes);

}  // namespace

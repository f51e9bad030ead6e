// The protocols at the sizes people have: 6,000 pairs (LFW) and a million.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <vector>

#include "core/metrics/kfold.h"
#include "core/metrics/risk.h"

namespace {

struct Pairs {
    std::vector<double> scores;
    std::vector<double> risk;
    std::vector<std::uint8_t> same;
};

Pairs makePairs(std::size_t count) {
    Pairs pairs;
    std::mt19937_64 random(1);
    std::normal_distribution<double> noise(0.0, 0.2);
    for (std::size_t i = 0; i < count; ++i) {
        const bool same = i / 300 % 2 == 0;
        pairs.same.push_back(same ? 1 : 0);
        pairs.scores.push_back((same ? 0.7 : 0.1) + noise(random));
        pairs.risk.push_back(noise(random));
    }
    return pairs;
}

void tenFold(benchmark::State& state) {
    const Pairs pairs = makePairs(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(pf::KFoldVerifier(pairs.scores, pairs.same).evaluate().accuracy);
    }
}
BENCHMARK(tenFold)->Arg(6000)->Arg(1000000)->Unit(benchmark::kMillisecond);

void riskCurveOf51Points(benchmark::State& state) {
    const Pairs pairs = makePairs(static_cast<std::size_t>(state.range(0)));
    const std::vector<double> fractions = pf::discardFractions(51, 0.5);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            pf::riskControlledAccuracy(pairs.scores, pairs.same, pairs.risk, fractions).size());
    }
}
BENCHMARK(riskCurveOf51Points)->Arg(6000)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace

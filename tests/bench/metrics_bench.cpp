// The protocols at the sizes people have: 6,000 pairs (LFW) and a million.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "core/metrics/accuracy_bootstrap.h"
#include "core/metrics/bootstrap.h"
#include "core/metrics/edc.h"
#include "core/metrics/kfold.h"
#include "core/metrics/risk.h"
#include "core/metrics/roc.h"

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

// The reference's risk evaluation: 7,000 pairs at discards 0, 10, 20 and 30 %. Its loop in NumPy needs about
// 1 s.
void riskOfFourLevels(benchmark::State& state) {
    const Pairs pairs = makePairs(7000);
    const std::vector<double> discards = {0.0, 0.1, 0.2, 0.3};
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            pf::riskControlledAccuracy(pairs.scores, pairs.same, pairs.risk, discards).back().accuracy);
    }
}
BENCHMARK(riskOfFourLevels)->Unit(benchmark::kMillisecond);

// What moving a cursor over the charts reads: a threshold's rates, and an EDC's point.
void cursorReading(benchmark::State& state) {
    const Pairs pairs = makePairs(static_cast<std::size_t>(state.range(0)));
    const std::vector<float> scores(pairs.scores.begin(), pairs.scores.end());
    const std::vector<float> risk(pairs.risk.begin(), pairs.risk.end());
    const pf::BasicRocCurve<float> roc(scores, pairs.same);
    const pf::BasicEdcCurve<float> edc(scores, pairs.same, risk, roc.atFmr(1e-3));
    double position = 0;
    for (auto _ : state) {
        position = position > 0.9 ? 0.0 : position + 0.001;
        benchmark::DoNotOptimize(roc.at(position).fmr + edc.at(position).fnmr);
    }
}
BENCHMARK(cursorReading)->Arg(6000)->Arg(1000000)->Unit(benchmark::kMicrosecond);

// Intervals of the 10-fold accuracy of 6,000 pairs at four discards from 1,000 replicates.
void bootstrapOfAccuracies(benchmark::State& state) {
    const Pairs pairs = makePairs(6000);
    const std::vector<double> discards = {0.0, 0.1, 0.2, 0.3};
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            pf::accuracyIntervals(pairs.scores, pairs.same, pairs.risk, {}, discards, {1000, 1, 0.95})
                .accuracy[3]
                .low);
    }
}
BENCHMARK(bootstrapOfAccuracies)->Unit(benchmark::kMillisecond)->UseRealTime();

// ROC with area and equal error rate, TMR at eight FMRs, and the EDC with its areas, from scores and risks in
// memory. 15,658,489 pairs, 19,557 of them genuine: IJB-C's 1:1 protocol.
void rocAndEdcOfFloats(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const std::size_t genuine = count * 19557 / 15658489;
    std::mt19937_64 random(2);
    std::normal_distribution<float> noise(0.0F, 0.12F);
    std::vector<float> scores(count);
    std::vector<float> risk(count);
    std::vector<std::uint8_t> same(count);
    for (std::size_t i = 0; i < count; ++i) {
        same[i] = random() % count < genuine ? 1 : 0;
        scores[i] = (same[i] != 0 ? 0.7F : 0.05F) + noise(random);
        risk[i] = std::abs(noise(random));
    }
    same[0] = 1;
    double sum = 0;
    for (auto _ : state) {
        const pf::BasicRocCurve<float> roc(scores, same);
        sum += roc.areaUnderCurve() + roc.equalErrorRate().rate;
        for (double fmr = 0.1; fmr > 1e-9; fmr /= 10) {
            sum += roc.atFmr(fmr).tmr;
        }
        const pf::BasicEdcCurve<float> edc(scores, same, risk, roc.atFmr(1e-3));
        for (const double limit : {0.2, 0.3, 1.0}) {
            sum += edc.partialArea(limit);
        }
        sum += edc.at(0.3).fnmr;
    }
    benchmark::DoNotOptimize(sum);
}
BENCHMARK(rocAndEdcOfFloats)->Arg(1000000)->Arg(15658489)->Unit(benchmark::kMillisecond)->UseRealTime();

// Intervals of an EDC of 6,000 pairs (LFW) from 1,000 replicates over 4,000 identities.
void bootstrapOfAnEdc(benchmark::State& state) {
    const Pairs pairs = makePairs(6000);
    std::vector<std::int32_t> a;
    std::vector<std::int32_t> b;
    for (std::int32_t i = 0; i < 6000; ++i) {
        a.push_back(i % 4000);
        b.push_back(pairs.same[static_cast<std::size_t>(i)] != 0 ? i % 4000 : (i + 17) % 4000);
    }
    const pf::BootstrapTargets targets{{1e-3, 1e-2}, 1e-2, pf::discardFractions(201, 1.0)};
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            pf::bootstrapIntervals(pairs.scores, pairs.same, pairs.risk, {a, b}, targets, {1000, 1, 0.95})
                .areas[1]
                .low);
    }
}
BENCHMARK(bootstrapOfAnEdc)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

#include "core/metrics/resampling.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "core/base/text.h"
#include "core/metrics/input_checks.h"
#include "core/metrics/percentiles.h"

namespace pf::detail {

PairResampling::PairResampling(SameFlags same, const PairSubjects& subjects)
    : overIdentities_(!subjects.a.empty()), unitA_(same.size()) {
    requireSameLength(subjects.a.size(), "first subjects", subjects.b.size(), "second subjects");
    if (!overIdentities_) {
        std::iota(unitA_.begin(), unitA_.end(), 0U);
        unitB_ = unitA_;
        units_ = same.size();
        return;
    }
    requireSameLength(subjects.a.size(), "subjects", same.size(), "scores");
    unitB_.resize(same.size());
    std::unordered_map<std::int32_t, std::uint32_t> numbers;
    const auto numberOf = [&](std::int32_t subject) {
        return numbers.try_emplace(subject, static_cast<std::uint32_t>(numbers.size())).first->second;
    };
    for (std::size_t i = 0; i < same.size(); ++i) {
        unitA_[i] = numberOf(subjects.a[i]);
        unitB_[i] = numberOf(subjects.b[i]);
        refuseIf(same[i] != 0 && unitA_[i] != unitB_[i], "pair ", i, " is genuine but of subjects ",
                 subjects.a[i], " and ", subjects.b[i], ": correct its same flag or its subjects");
    }
    units_ = numbers.size();
}

void PairResampling::draw(std::uint64_t seed, std::vector<std::uint32_t>& drawn,
                          std::vector<std::uint32_t>& weights) const {
    std::mt19937_64 random(seed);
    drawn.assign(units_, 0U);
    for (std::size_t i = 0; i < units_; ++i) {
        ++drawn[below(random, units_)];
    }
    weights.resize(unitA_.size());
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const std::uint32_t a = unitA_[i];
        const std::uint32_t b = unitB_[i];
        weights[i] = a == b ? drawn[a] : drawn[a] * drawn[b];
    }
}

std::vector<std::uint64_t> replicateSeeds(const BootstrapOptions& options) {
    std::vector<std::uint64_t> seeds(options.replicates);
    std::generate(seeds.begin(), seeds.end(), std::mt19937_64(options.seed));
    return seeds;
}

void requireReplicates(const BootstrapOptions& options) {
    refuseIf(options.replicates == 0 || !(options.confidence > 0.0 && options.confidence < 1.0),
             "a bootstrap of ", options.replicates, " replicates at confidence ",
             formatNumber(options.confidence), ": give at least one, and a confidence between 0 and 1");
}

std::vector<Interval> percentileIntervals(std::vector<std::vector<double>>& readings, double confidence,
                                          const char* problem) {
    std::erase_if(readings, [](const std::vector<double>& each) { return each.empty(); });
    refuseIf(readings.empty(), problem);
    const double tail = 50.0 * (1.0 - confidence);
    std::vector<double> values(readings.size());
    std::vector<Interval> intervals;
    for (std::size_t k = 0; k < readings.front().size(); ++k) {
        std::ranges::transform(readings, values.begin(),
                               [k](const std::vector<double>& each) { return each[k]; });
        std::sort(values.begin(), values.end());
        intervals.push_back({percentileOfSorted(values, tail), percentileOfSorted(values, 100.0 - tail)});
    }
    return intervals;
}

}  // namespace pf::detail

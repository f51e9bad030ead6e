// Scored pairs for the tests: written out by hand, or drawn at random with many ties.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/rng.h"

namespace pf::test {

struct PairData {
    std::vector<double> scores;
    std::vector<std::uint8_t> same;
    std::vector<double> risk;
};

/// Genuine pairs score higher on the whole; scores and risks are rounded to steps so that many tie.
inline PairData randomPairs(std::size_t count, std::uint64_t seed, double step) {
    Rng rng(seed);
    PairData data;
    for (std::size_t i = 0; i < count; ++i) {
        const bool genuine = rng.flip();
        const double score = rng.normal() + (genuine ? 1.5 : 0.0);
        data.same.push_back(genuine ? 1 : 0);
        data.scores.push_back(std::round(score / step) * step);
        data.risk.push_back(std::round(rng.uniform() / step) * step);
    }
    return data;
}

/// The message of the exception a call throws, or "" when it throws none.
template <typename Exception, typename Call>
std::string messageOf(Call&& call) {
    try {
        call();
    } catch (const Exception& error) {
        return error.what();
    }
    return "";
}

}  // namespace pf::test

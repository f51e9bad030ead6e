#include "core/results/pair_numbers.h"

#include <algorithm>
#include <utility>

namespace pf {

PairNumbers::PairNumbers(std::vector<float> values) : narrow_(std::move(values)) {}

PairNumbers::PairNumbers(std::vector<double> values) {
    const bool fits = std::all_of(values.begin(), values.end(), [](double value) {
        return static_cast<double>(static_cast<float>(value)) == value;
    });
    if (fits) {
        narrow_.assign(values.begin(), values.end());
    } else {
        wide_ = std::move(values);
    }
}

std::span<const double> PairNumbers::doubles(std::vector<double>& room) const {
    if (!wide_.empty()) {
        return wide_;
    }
    room.assign(narrow_.begin(), narrow_.end());
    return room;
}

}  // namespace pf

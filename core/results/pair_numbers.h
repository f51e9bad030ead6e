// One number per pair, exactly as it was given: what curves compare must not depend on how much room it
// takes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace pf {

/// Kept in 32 bits where that loses nothing (there can be millions of pairs, and programs write float32),
/// else in 64. Numbers keep their order and their ties either way.
class PairNumbers {
  public:
    PairNumbers() = default;
    // Implicit, as the numbers themselves are what is meant.
    // NOLINTNEXTLINE(google-explicit-constructor)
    PairNumbers(std::vector<float> values) : narrow_(std::move(values)) {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    PairNumbers(std::vector<double> values) {
        const auto fits = [](double value) {
            return static_cast<double>(static_cast<float>(value)) == value;
        };
        if (std::ranges::all_of(values, fits)) {
            narrow_.assign(values.begin(), values.end());
        } else {
            wide_ = std::move(values);
        }
    }

    std::size_t size() const { return narrow_.size() + wide_.size(); }
    bool empty() const { return size() == 0; }
    /// Whether 32 bits hold them; true when there are none.
    bool isNarrow() const { return wide_.empty(); }
    /// Of narrow ones.
    std::span<const float> floats() const { return narrow_; }
    /// Either kind; `room` holds them when they are narrow.
    std::span<const double> doubles(std::vector<double>& room) const {
        if (!wide_.empty()) {
            return wide_;
        }
        room.assign(narrow_.begin(), narrow_.end());
        return room;
    }

  private:
    std::vector<float> narrow_;
    std::vector<double> wide_;
};

}  // namespace pf

// Seeded random streams whose state can be stored: the same numbers on every platform and compiler.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace pf {

/// xoshiro256** with splitmix64 seeding. Source: Blackman & Vigna 2018.
/// Determinism: every method uses integer arithmetic or exact scaling, so results never depend on the
/// library.
class Rng {
  public:
    explicit Rng(std::uint64_t seed = 0);
    /// An independent stream for a purpose, e.g. `Rng::stream(seed, "sampler", epoch)`.
    static Rng stream(std::uint64_t seed, std::string_view purpose, std::uint64_t index = 0);

    std::uint64_t next();
    /// Uniform integer in [0, n); n must be positive.
    std::uint64_t below(std::uint64_t n);
    /// Uniform in [0, 1).
    double uniform();
    /// Uniform in [low, high).
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Standard normal (Box-Muller, no cached second value, so the state is all there is).
    double normal();
    bool flip() { return (next() >> 63) != 0; }

    /// Fisher-Yates.
    template <typename T>
    void shuffle(std::span<T> values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }

  private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace pf

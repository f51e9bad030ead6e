// P identities x K images a batch, each image augmented and plain.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pf {

/// One way of looking at an image: what crosses the backbone.
struct View {
    std::int64_t image = 0;
    bool flipped = false;
    std::optional<std::uint64_t> augmentSeed = {};  ///< seed of continuous augmentations, when there are any
    bool operator==(const View&) const = default;
};

struct SamplerOptions {
    std::uint64_t seed = 1;
    std::int64_t identitiesPerBatch = 32;
    std::int64_t imagesPerIdentity = 4;
    bool flip = true;        ///< mirror the augmented copy at random
    bool augmented = false;  ///< give the augmented copy a seed for continuous transforms
};

/// The rows of one batch: the augmented copies of P*K images followed by the plain copies of the same images.
struct PlannedBatch {
    std::vector<View> views;
    std::vector<std::int64_t> labels;  ///< one per view
};

/// Samples identities without replacement within a pass over all of them, and images without replacement
/// within an identity (one with fewer than K images repeats them). Source: SCIENCE section 3. Determinism: a
/// batch is a function of (seed, step) alone, so a resumed run needs no stored position but its step.
class IdentitySampler {
  public:
    /// `labels[i]` is the identity of image i; negative ones are left out.
    /// Throws: Error(Data) when there are fewer identities than a batch needs.
    IdentitySampler(const SamplerOptions& options, std::span<const int> labels);

    /// Batch number `step` (0-based).
    PlannedBatch plan(std::int64_t step);

    std::int64_t identityCount() const { return static_cast<std::int64_t>(imagesOf_.size()); }
    std::int64_t batchViews() const;

  private:
    SamplerOptions options_;
    std::vector<std::vector<std::int64_t>> imagesOf_;
    std::vector<std::int64_t> order_;  ///< identities of pass `pass_`
    std::int64_t pass_ = -1;
};

}  // namespace pf

// P identities x K images a batch, each image augmented and plain.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/views/view_source.h"

namespace pf {

class Rng;

/// What becomes of people of whom there is one picture only.
enum class OnePicture {
    LikeOthers,  ///< they are sampled as everybody is: for losses without genuine pairs
    Negatives,   ///< beside the P identities of a batch some of them give their picture, once each
    LeaveOut,
};

struct SamplerOptions {
    std::uint64_t seed = 1;
    std::int64_t identitiesPerBatch = 32;
    std::int64_t imagesPerIdentity = 4;
    bool flip = true;        ///< mirror the augmented copy at random
    bool augmented = false;  ///< give the augmented copy a seed for continuous transforms
    OnePicture onePicture = OnePicture::LikeOthers;
};

/// The rows of one batch: the augmented copies of P*K images followed by the plain copies of the same images.
struct PlannedBatch {
    std::vector<View> views;
    std::vector<std::int64_t> labels;  ///< one per view
};

/// Samples identities without replacement within a pass over all of them, and images without replacement
/// within an identity (one with fewer than K images repeats them). Source: docs/science.md, "Recipe".
/// Determinism: a batch is a function of (seed, step) alone, so a resumed run needs no stored position but
/// its step.
///
/// With OnePicture::Negatives the P identities are people with two different pictures or more, and the
/// others join a batch in proportion to their number: none is seen more often than the people of the pass, at
/// most P a batch. Where fewer than P people have two pictures, the others fill the batch up.
class IdentitySampler {
  public:
    /// `labels[i]` is the identity of image i; negative ones are left out. `pictureOf[i]` is equal for images
    /// that are the same picture, 0 where it is not known: of an identity's copies the first one is used.
    /// Empty: all differ.
    /// Throws: Error(Data) when there are fewer identities than a batch needs or, unless people with one
    /// picture are like others, when nobody has two; Error(Config) when a batch then takes one image of each.
    IdentitySampler(const SamplerOptions& options, std::span<const int> labels,
                    std::span<const std::uint64_t> pictureOf = {});

    /// Batch number `step` (0-based).
    PlannedBatch plan(std::int64_t step);

    /// The images that batches are made of, in rising order.
    std::vector<std::int64_t> images() const;
    /// Identities that batches are made of.
    std::int64_t identityCount() const {
        return static_cast<std::int64_t>(imagesOf_.size() + single_.size());
    }
    /// People with one picture, and of them those that are negatives only.
    std::int64_t onePictureCount() const { return onePicture_; }
    std::int64_t negativesCount() const { return static_cast<std::int64_t>(single_.size()); }
    std::int64_t twoPicturesCount() const { return twoPictures_; }
    /// Images that are copies of another one of the same identity, and are not used.
    std::int64_t copyCount() const { return copies_; }

  private:
    void requireEnough() const;
    void addView(PlannedBatch& batch, std::int64_t image, std::int64_t label, Rng& rng) const;
    void addNegatives(PlannedBatch& batch, std::int64_t step, Rng& rng);

    SamplerOptions options_;
    std::vector<std::vector<std::int64_t>> imagesOf_;
    std::vector<std::int64_t> single_;  ///< the picture of each identity that is a negative only
    std::int64_t onePicture_ = 0;
    std::int64_t twoPictures_ = 0;
    std::int64_t copies_ = 0;
    std::int64_t people_ = 0;  ///< of imagesOf_ in a batch
    double singlesPerBatch_ = 0;
    std::vector<std::int64_t> order_;  ///< identities of pass `pass_`
    std::int64_t pass_ = -1;
    std::vector<std::int64_t> singleOrder_;
    std::int64_t singlePass_ = -1;
};

}  // namespace pf

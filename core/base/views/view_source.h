// What is asked of a set of images, and the network input that comes of it: the trainer's and the embedder's
// only sight of data.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/views/pixel_pool.h"

namespace pf {

/// One way of looking at an image: what crosses the backbone.
struct View {
    std::int64_t image = 0;
    bool flipped = false;
    std::optional<std::uint64_t> augmentSeed = {};  ///< of the random transforms; none: they do not act
    bool operator==(const View&) const = default;
};

/// An image that could not be read, and why.
struct ViewFailure {
    std::int64_t image = 0;
    std::string reason;  ///< "name: what is wrong"
};

/// Preprocessed images of some views.
struct ViewBatch {
    std::vector<View> views = {};
    int height = 0;
    int width = 0;
    std::shared_ptr<Pixels> pixels = {};     ///< [views, 3, height, width]; rows of failed images are zero
    std::vector<ViewFailure> failures = {};  ///< one per image, in the order of their rows
};

/// Gives the views of the next batch, or nothing at the end.
using ViewSequence = std::function<std::optional<std::vector<View>>()>;

/// The views 0 to count - 1 in order, in batches of `batchSize`. Throws: Error(Config) for an empty batch.
ViewSequence viewBatches(std::int64_t count, std::int64_t batchSize,
                         std::function<View(std::int64_t)> viewAt);

/// Batches in the sequence's order, prepared ahead.
class ViewStream {
  public:
    virtual ~ViewStream() = default;
    /// Nothing at the end of the sequence or once stop was requested.
    virtual std::optional<ViewBatch> next() = 0;
};

/// A set of images as network input.
class ViewSource {
  public:
    virtual ~ViewSource() = default;
    virtual std::int64_t imageCount() const = 0;
    virtual std::string imageName(std::int64_t image) const = 0;
    /// Starts delivering; the sequence is called from the thread that calls open() and next().
    virtual std::unique_ptr<ViewStream> open(ViewSequence sequence, std::stop_token stop) const = 0;
};

}  // namespace pf

// Batches of network input, decoded ahead by several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/data/face_set.h"
#include "core/data/images/pixel_buffer.h"
#include "core/data/input/preprocess.h"
#include "core/data/read_retry.h"

namespace pf {

/// One row of a batch.
struct ImageRequest {
    std::size_t index = 0;  ///< of the face set
    bool flip = false;
    /// Seed of the random transforms; none: they do not act.
    std::optional<std::uint64_t> augmentSeed;
};

/// Gives the next batch's rows, or nothing at the end.
using BatchSequence = std::function<std::optional<std::vector<ImageRequest>>()>;

/// A batch of network input.
struct ImageBatch {
    std::uint64_t number = 0;  ///< 0-based position in the sequence
    std::vector<ImageRequest> requests;
    PixelBuffer pixels;            ///< [N, 3, H, W]; zeros where a row is not ok
    std::vector<std::uint8_t> ok;  ///< one per row, 0 or 1
    std::vector<SkippedImage>
        skipped;  ///< one per distinct image that could not be read, in order of their rows

    std::size_t size() const { return requests.size(); }
    bool allOk() const { return skipped.empty(); }
};

struct LoaderOptions {
    int threads = 2;          ///< decoding threads; 0 decodes inside `next`
    int prefetchBatches = 3;  ///< batches under way or waiting
    ReadRetry retry = {};     ///< asked before an image is given up
};

/// Loads batches in the sequence's order. An image that several rows of a batch ask for is decoded once.
/// Determinism: pixels depend on the requests only, whatever the number of threads.
class BatchLoader {
  public:
    /// `sequence` is called only from the thread that calls the constructor and `next`, up to
    /// `prefetchBatches` ahead. Throws: Error(Config) for impossible options, and whatever `sequence` throws.
    BatchLoader(FaceSetPtr faces, PreprocessOptions preprocess, BatchSequence sequence,
                const LoaderOptions& options = {}, std::stop_token stop = {});
    /// Waits for the images being decoded, not for the batches under way.
    ~BatchLoader();
    BatchLoader(const BatchLoader&) = delete;
    BatchLoader& operator=(const BatchLoader&) = delete;

    /// The next batch; nothing at the end of the sequence, or once `stop` was requested.
    /// An image that cannot be read leaves its rows zero and not ok, with the reason in `skipped`.
    /// Throws: Error(Io) when the machine fails while reading, which says nothing about an image; whatever
    /// else a worker or the sequence threw (an index out of range: Error(Internal)).
    std::optional<ImageBatch> next();

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// A sequence over given images in order, without flips or augmentation, in batches of `batchSize`.
BatchSequence sequentialBatches(std::vector<std::size_t> indices, std::size_t batchSize);
/// The same over images 0 to count - 1.
BatchSequence sequentialBatches(std::size_t count, std::size_t batchSize);

}  // namespace pf

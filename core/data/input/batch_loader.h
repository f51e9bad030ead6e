// Batches of network input, decoded ahead by several threads.
#pragma once

#include <memory>
#include <stop_token>

#include "core/base/views/view_source.h"
#include "core/data/face_set.h"
#include "core/data/input/preprocess.h"
#include "core/data/read_retry.h"

namespace pf {

struct LoaderOptions {
    int threads = 2;          ///< decoding threads; 0 decodes inside `next`
    int prefetchBatches = 3;  ///< batches under way or waiting
    ReadRetry retry = {};     ///< asked before an image is given up
};

/// Loads batches in the sequence's order, up to `prefetchBatches` ahead. An image that several rows of a
/// batch ask for is decoded once. `sequence` is called only from the thread that calls this and `next`. What
/// is returned ends without waiting for more than the images that are being decoded.
///
/// `next` gives the next batch; nothing at the end of the sequence, or once `stop` was requested. An image
/// that cannot be read leaves its rows zero, with the reason in `failures`. It throws Error(Io) when the
/// machine fails while reading, which says nothing about an image; whatever else a worker or the sequence
/// threw (an index out of range: Error(Internal)). Throws: Error(Config) for impossible options, and whatever
/// `sequence` throws. Determinism: pixels depend on the views only, whatever the number of threads.
std::unique_ptr<ViewStream> loadBatches(FaceSetPtr faces, PreprocessOptions preprocess, ViewSequence sequence,
                                        const LoaderOptions& options = {}, std::stop_token stop = {});

}  // namespace pf

// Where preprocessed images come from: the trainer's and embedder's only sight of data.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/train/identity_sampler.h"

namespace pf {

/// An image that could not be read, and why.
struct ViewFailure {
    std::int64_t image = 0;
    std::string reason;  ///< "name: what is wrong"
};

/// Preprocessed images of some views.
struct ViewBatch {
    std::vector<View> views;
    at::Tensor images;  ///< [views, 3, H, W] float32 on the CPU; rows of failed images are zero
    std::vector<ViewFailure> failures;  ///< one per image
};

/// Gives the views of the next batch, or nothing at the end.
using ViewSequence = std::function<std::optional<std::vector<View>>()>;

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

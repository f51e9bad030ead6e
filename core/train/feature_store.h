// What the frozen backbone computes for each view, kept: each distinct view crosses the backbone once.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/views/view_source.h"
#include "core/nn/backbones/backbone.h"

namespace pf {

/// Called after each batch with (images or views done, total).
using CountProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// mu and head input of every view (image, flipped or not) in float32 on the CPU.
class FeatureStore {
  public:
    /// Bytes that `images` images take.
    static std::uint64_t bytesNeeded(std::int64_t images, bool flips, const Backbone& backbone);

    /// Computes all views in a fixed order and fixed batches, so that two runs hold the same bits.
    /// `images`: the indices to hold. Stops early on request; complete() then is false.
    /// Cost: one backbone pass per view; memory as bytesNeeded().
    FeatureStore(const ViewSource& source, std::vector<std::int64_t> images, bool flips, Backbone& backbone,
                 std::int64_t batchSize, const at::Device& device, std::stop_token stop,
                 const CountProgress& progress);

    bool complete() const { return complete_; }
    /// Images that could not be read; their rows are zero.
    const std::vector<ViewFailure>& failures() const { return failures_; }

    /// Rows of the given views. Shapes: mu [n,D], features [n,F]. Throws: Error(Internal) for a view not
    /// held.
    BackboneOutput rows(std::span<const View> views) const;
    /// mu of the given views alone: the features are hundreds of times larger. Throws: as rows.
    at::Tensor embeddings(std::span<const View> views) const;
    /// Everything, view by view: row = position * (flips ? 2 : 1) + flipped.
    const BackboneOutput& all() const { return values_; }
    bool hasFlips() const { return flips_; }
    std::int64_t imageCount() const { return static_cast<std::int64_t>(images_.size()); }

  private:
    at::Tensor indexOf(std::span<const View> views) const;

    std::vector<std::int64_t> images_;
    std::vector<std::int64_t> positionOf_;  ///< image -> position, -1 when not held
    bool flips_;
    bool complete_ = false;
    BackboneOutput values_;
    std::vector<ViewFailure> failures_;
};

}  // namespace pf

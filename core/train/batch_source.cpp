#include "core/train/batch_source.h"

#include <algorithm>
#include <deque>

#include "core/base/error.h"
#include "core/nn/pch.h"
#include "core/train/view_images.h"

namespace pf {
namespace {

class StoredBatchSource final : public BatchSource {
  public:
    StoredBatchSource(std::shared_ptr<const FeatureStore> store, const ViewSource& source,
                      const IdentitySampler& sampler)
        : store_(std::move(store)), source_(source), sampler_(sampler) {}

    std::optional<TrainBatch> batch(std::int64_t step) override {
        auto plan = sampler_.plan(step);
        auto rows = store_->rows(plan.views);
        return TrainBatch{rows.mu, rows.features, torch::tensor(plan.labels, torch::kLong),
                          std::move(plan.views)};
    }
    std::string imageName(std::int64_t image) const override { return source_.imageName(image); }

  private:
    std::shared_ptr<const FeatureStore> store_;
    const ViewSource& source_;
    IdentitySampler sampler_;
};

/// A plan whose equal views are asked for only once.
struct UniquePlan {
    PlannedBatch plan;
    std::vector<View> unique = {};
    std::vector<std::int64_t> rowOf = {};  ///< view -> row among the unique ones
};

class StreamedBatchSource final : public BatchSource {
  public:
    StreamedBatchSource(const ViewSource& source, const IdentitySampler& sampler, Backbone& backbone,
                        const at::Device& device, std::stop_token stop)
        : source_(source), sampler_(sampler), backbone_(backbone), device_(device), stop_(std::move(stop)) {}

    std::optional<TrainBatch> batch(std::int64_t step) override {
        if (!stream_ || step != nextStep_) {
            restart(step);
        }
        const auto images = stream_->next();
        if (!images) {
            return std::nullopt;
        }
        if (!images->failures.empty()) {
            failData(source_.imageName(images->failures.front().image), "cannot be used (",
                     images->failures.front().reason,
                     "); set data.check_images=true to leave such images out");
        }
        UniquePlan plan = std::move(planned_.front());
        planned_.pop_front();
        ++nextStep_;
        const torch::NoGradGuard noGrad;
        const auto output = backbone_.forward(imagesOf(*images).to(device_));
        const auto rows = torch::tensor(plan.rowOf, torch::kLong).to(device_);
        return TrainBatch{output.mu.index_select(0, rows), output.features.index_select(0, rows),
                          torch::tensor(plan.plan.labels, torch::kLong), std::move(plan.plan.views)};
    }
    std::string imageName(std::int64_t image) const override { return source_.imageName(image); }

  private:
    void restart(std::int64_t step) {
        stream_.reset();  // its threads end before what they refer to changes
        planned_.clear();
        nextStep_ = step;
        plannedStep_ = step;
        stream_ = source_.open(
            [this]() -> std::optional<std::vector<View>> {
                auto& [plan, unique, rowOf] =
                    planned_.emplace_back(UniquePlan{sampler_.plan(plannedStep_++)});
                for (const View& view : plan.views) {
                    const auto found = std::ranges::find(unique, view);
                    rowOf.push_back(found - unique.begin());
                    if (found == unique.end()) {
                        unique.push_back(view);
                    }
                }
                return unique;
            },
            stop_);
    }

    const ViewSource& source_;
    IdentitySampler sampler_;
    Backbone& backbone_;
    at::Device device_;
    std::stop_token stop_;
    std::deque<UniquePlan> planned_;
    std::int64_t nextStep_ = 0;
    std::int64_t plannedStep_ = 0;
    std::unique_ptr<ViewStream> stream_;
};

}  // namespace

std::unique_ptr<BatchSource> makeStoredBatchSource(std::shared_ptr<const FeatureStore> store,
                                                   const ViewSource& source, const IdentitySampler& sampler) {
    return std::make_unique<StoredBatchSource>(std::move(store), source, sampler);
}

std::unique_ptr<BatchSource> makeStreamedBatchSource(const ViewSource& source, const IdentitySampler& sampler,
                                                     Backbone& backbone, const at::Device& device,
                                                     std::stop_token stop) {
    return std::make_unique<StreamedBatchSource>(source, sampler, backbone, device, std::move(stop));
}

}  // namespace pf

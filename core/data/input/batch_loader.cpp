#include "core/data/input/batch_loader.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <opencv2/core.hpp>
#include <thread>

#include "core/base/error.h"

namespace pf {
namespace {

/// The rows of a batch that show one image.
struct ImageTask {
    std::int64_t image;
    std::vector<std::size_t> rows;
    std::string problem;  ///< why the image cannot be read; empty when it can
};

/// A batch being filled. Tasks are taken in order and write to rows of their own.
struct PendingBatch {
    ViewBatch batch;
    std::vector<ImageTask> tasks;
    std::size_t taken = 0;
    std::size_t finished = 0;
};

std::unique_ptr<PendingBatch> makePending(ViewBatch batch) {
    auto pending = std::make_unique<PendingBatch>();
    std::map<std::int64_t, std::size_t> taskOf;
    for (std::size_t row = 0; row < batch.views.size(); ++row) {
        const std::int64_t image = batch.views[row].image;
        const auto [place, added] = taskOf.try_emplace(image, pending->tasks.size());
        if (added) {
            pending->tasks.push_back({.image = image, .rows = {}, .problem = {}});
        }
        pending->tasks[place->second].rows.push_back(row);
    }
    pending->batch = std::move(batch);
    return pending;
}

class BatchLoader final : public ViewStream {
  public:
    BatchLoader(FaceSetPtr faces, PreprocessOptions preprocess, ViewSequence sequence,
                const LoaderOptions& options, std::stop_token stop)
        : faces_(std::move(faces)),
          preprocess_(std::move(preprocess)),
          sequence_(std::move(sequence)),
          options_(options),
          stop_(std::move(stop)),
          pool_(std::make_shared<PixelPool>(static_cast<std::size_t>(std::max(0, options.prefetchBatches)) +
                                            1)) {
        throwIf(options_.threads < 0 || options_.threads > 256 || options_.prefetchBatches < 1 ||
                    options_.prefetchBatches > 1024,
                ErrorCode::Config,
                "the loader needs 0 to 256 threads and 1 to 1024 batches ahead, got " +
                    std::to_string(options_.threads) + " and " + std::to_string(options_.prefetchBatches));
        preprocess_.check();
        refill();
        for (int i = 0; i < options_.threads; ++i) {
            workers_.emplace_back([this] { work(); });
        }
    }

    ~BatchLoader() override {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
        }
        workReady_.notify_all();
    }

    std::optional<ViewBatch> next() override {
        if (options_.threads == 0) {
            return nextHere();
        }
        std::unique_lock lock(mutex_);
        if (queue_.empty() && !failure_) {
            return std::nullopt;
        }
        const auto isReady = [this] { return failure_ || isFinished(*queue_.front()); };
        batchReady_.wait(lock, stop_, isReady);
        if (stop_.stop_requested()) {
            return std::nullopt;
        }
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        ViewBatch batch = finish(std::move(queue_.front()));
        queue_.pop_front();
        lock.unlock();
        refill();
        return batch;
    }

  private:
    static bool isFinished(const PendingBatch& pending) { return pending.finished == pending.tasks.size(); }

    ViewBatch finish(std::unique_ptr<PendingBatch> pending) const {
        for (const ImageTask& task : pending->tasks) {
            if (!task.problem.empty()) {
                const std::string name = faces_->info(static_cast<std::size_t>(task.image)).name;
                pending->batch.failures.push_back({task.image, name + ": " + task.problem});
            }
        }
        return std::move(pending->batch);
    }

    /// Asks the sequence for batches until enough are under way. Runs on the consumer's thread only.
    void refill() {
        while (!ended_ && !stop_.stop_requested()) {
            {
                const std::lock_guard lock(mutex_);
                if (queue_.size() >= static_cast<std::size_t>(options_.prefetchBatches)) {
                    return;
                }
            }
            std::optional<std::vector<View>> views = sequence_();
            if (!views) {
                ended_ = true;
                return;
            }
            for (const View& view : *views) {
                if (view.image < 0 || static_cast<std::size_t>(view.image) >= faces_->size()) {
                    throw Error(ErrorCode::Internal,
                                messageFrom("image ", view.image, " was asked of a set of ", faces_->size()));
                }
            }
            auto pixels = pool_->take(views->size() * preprocess_.imageFloats());
            auto pending = makePending({.views = *std::move(views),
                                        .height = preprocess_.inputHeight,
                                        .width = preprocess_.inputWidth,
                                        .pixels = std::move(pixels)});
            {
                const std::lock_guard lock(mutex_);
                queue_.push_back(std::move(pending));
            }
            workReady_.notify_all();
        }
    }

    std::optional<ViewBatch> nextHere() {
        if (queue_.empty()) {
            return std::nullopt;
        }
        const std::unique_ptr<PendingBatch>& front = queue_.front();
        for (ImageTask& task : front->tasks) {
            if (stop_.stop_requested()) {
                return std::nullopt;
            }
            try {
                run(*front, task);
            } catch (...) {
                if (stop_.stop_requested()) {
                    return std::nullopt;
                }
                throw;
            }
        }
        ViewBatch batch = finish(std::move(queue_.front()));
        queue_.pop_front();
        refill();
        return batch;
    }

    /// The first batch with a task that nobody has taken; null when there is none.
    PendingBatch* openBatch() {
        const auto found = std::ranges::find_if(
            queue_, [](const auto& pending) { return pending->taken < pending->tasks.size(); });
        return found == queue_.end() ? nullptr : found->get();
    }

    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            PendingBatch* pending = nullptr;
            workReady_.wait(lock, stop_, [&] { return closing_ || (pending = openBatch()) != nullptr; });
            if (closing_ || stop_.stop_requested()) {
                return;
            }
            ImageTask& task = pending->tasks[pending->taken++];
            lock.unlock();
            std::exception_ptr failure;
            try {
                run(*pending, task);
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            // The batch stays in the queue until this task is counted.
            ++pending->finished;
            if (failure) {
                failure_ = failure_ ? failure_ : failure;
                closing_ = true;
                workReady_.notify_all();
            }
            if (failure || isFinished(*pending)) {
                batchReady_.notify_all();
            }
        }
    }

    void run(PendingBatch& pending, ImageTask& task) const {
        const std::size_t floats = preprocess_.imageFloats();
        const auto place = [&](std::size_t row) {
            return std::span(pending.batch.pixels->data() + row * floats, floats);
        };
        try {
            const auto index = static_cast<std::size_t>(task.image);
            const cv::Mat image =
                readPatiently(*faces_, index, options_.retry, [&] { return faces_->decode(index); });
            for (const std::size_t row : task.rows) {
                const View& view = pending.batch.views[row];
                std::optional<Rng> augment;
                if (view.augmentSeed) {
                    augment.emplace(*view.augmentSeed);
                }
                preprocessInto(image, preprocess_, view.flipped, augment ? &*augment : nullptr, place(row));
            }
        } catch (const Error& error) {
            // Shape: this image is smaller than the crop; others of the set need not be.
            if (error.code() != ErrorCode::Data && error.code() != ErrorCode::Shape) {
                throw;
            }
            task.problem = skipReason(error);
            for (const std::size_t row : task.rows) {
                std::ranges::fill(place(row), 0.0F);
            }
        }
    }

    FaceSetPtr faces_;
    PreprocessOptions preprocess_;
    ViewSequence sequence_;
    LoaderOptions options_;
    std::stop_token stop_;
    /// The batches ahead and the one that the consumer holds.
    std::shared_ptr<PixelPool> pool_;
    bool ended_ = false;

    std::mutex mutex_;
    std::condition_variable_any workReady_;
    std::condition_variable_any batchReady_;
    std::deque<std::unique_ptr<PendingBatch>> queue_;
    bool closing_ = false;
    std::exception_ptr failure_;
    std::vector<std::jthread> workers_;  // last, so that they end before what they use
};

}  // namespace

std::unique_ptr<ViewStream> loadBatches(FaceSetPtr faces, PreprocessOptions preprocess, ViewSequence sequence,
                                        const LoaderOptions& options, std::stop_token stop) {
    return std::make_unique<BatchLoader>(std::move(faces), std::move(preprocess), std::move(sequence),
                                         options, std::move(stop));
}

}  // namespace pf

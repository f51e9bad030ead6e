#include "core/session/model/internal/loader_view_source.h"

#include <algorithm>

#include "core/nn/pch.h"

namespace pf {
namespace {

class LoaderViewStream final : public ViewStream {
  public:
    LoaderViewStream(const FaceSetPtr& faces, const PreprocessOptions& preprocess,
                     const LoaderOptions& options, ViewSequence sequence, std::stop_token stop)
        : height_(preprocess.inputHeight),
          width_(preprocess.inputWidth),
          loader_(
              faces, preprocess,
              [sequence = std::move(sequence)]() -> std::optional<std::vector<ImageRequest>> {
                  const auto views = sequence();
                  if (!views) {
                      return std::nullopt;
                  }
                  std::vector<ImageRequest> requests;
                  for (const auto& view : *views) {
                      requests.push_back(
                          {static_cast<std::size_t>(view.image), view.flipped, view.augmentSeed});
                  }
                  return requests;
              },
              options, std::move(stop)) {}

    std::optional<ViewBatch> next() override {
        auto batch = loader_.next();
        if (!batch) {
            return std::nullopt;
        }
        ViewBatch result;
        const auto count = static_cast<std::int64_t>(batch->size());
        result.images = torch::from_blob(batch->pixels.data(), {count, 3, height_, width_}).clone();
        std::size_t reason = 0;
        for (std::size_t row = 0; row < batch->size(); ++row) {
            const auto& request = batch->requests[row];
            const auto image = static_cast<std::int64_t>(request.index);
            result.views.push_back({image, request.flip, request.augmentSeed});
            const bool known =
                std::any_of(result.failures.begin(), result.failures.end(),
                            [image](const ViewFailure& other) { return other.image == image; });
            // `skipped` has one entry per distinct bad image, in the order of their rows.
            if (batch->ok[row] == 0 && !known) {
                const auto& skipped = batch->skipped.at(reason++);
                result.failures.push_back({image, skipped.name + ": " + skipped.reason});
            }
        }
        return result;
    }

  private:
    std::int64_t height_;
    std::int64_t width_;
    BatchLoader loader_;
};

}  // namespace

LoaderViewSource::LoaderViewSource(FaceSetPtr faces, PreprocessOptions preprocess, int threads,
                                   ReadRetry retry)
    : faces_(std::move(faces)),
      preprocess_(std::move(preprocess)),
      threads_(threads),
      retry_(std::move(retry)) {}

std::int64_t LoaderViewSource::imageCount() const {
    return static_cast<std::int64_t>(faces_->size());
}

std::string LoaderViewSource::imageName(std::int64_t image) const {
    return faces_->info(static_cast<std::size_t>(image)).name;
}

std::unique_ptr<ViewStream> LoaderViewSource::open(ViewSequence sequence, std::stop_token stop) const {
    LoaderOptions options;
    options.threads = threads_;
    options.retry = retry_;
    return std::make_unique<LoaderViewStream>(faces_, preprocess_, options, std::move(sequence),
                                              std::move(stop));
}

}  // namespace pf

// A face set as a source of views.
#pragma once

#include <utility>

#include "core/data/input/batch_loader.h"

namespace pf {

/// Decodes and preprocesses with the multi-threaded loader. Determinism: whatever the number of threads.
class LoaderViewSource final : public ViewSource {
  public:
    LoaderViewSource(FaceSetPtr faces, PreprocessOptions preprocess, int threads, ReadRetry retry = {})
        : faces_(std::move(faces)),
          preprocess_(std::move(preprocess)),
          options_{.threads = threads, .retry = std::move(retry)} {}

    std::int64_t imageCount() const override { return static_cast<std::int64_t>(faces_->size()); }
    std::string imageName(std::int64_t image) const override {
        return faces_->info(static_cast<std::size_t>(image)).name;
    }
    std::unique_ptr<ViewStream> open(ViewSequence sequence, std::stop_token stop) const override {
        return loadBatches(faces_, preprocess_, std::move(sequence), options_, std::move(stop));
    }

  private:
    FaceSetPtr faces_;
    PreprocessOptions preprocess_;
    LoaderOptions options_;
};

}  // namespace pf

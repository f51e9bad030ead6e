#include "core/data/input/loader_view_source.h"

#include <utility>

#include "core/data/input/batch_loader.h"

namespace pf {

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
    return loadBatches(faces_, preprocess_, std::move(sequence),
                       LoaderOptions{.threads = threads_, .retry = retry_}, std::move(stop));
}

}  // namespace pf

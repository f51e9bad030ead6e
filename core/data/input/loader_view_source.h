// A face set as a source of views.
#pragma once

#include "core/base/views/view_source.h"
#include "core/data/face_set.h"
#include "core/data/input/preprocess.h"
#include "core/data/read_retry.h"

namespace pf {

/// Decodes and preprocesses with the multi-threaded loader. Determinism: whatever the number of threads.
class LoaderViewSource final : public ViewSource {
  public:
    LoaderViewSource(FaceSetPtr faces, PreprocessOptions preprocess, int threads, ReadRetry retry = {});

    std::int64_t imageCount() const override;
    std::string imageName(std::int64_t image) const override;
    std::unique_ptr<ViewStream> open(ViewSequence sequence, std::stop_token stop) const override;

  private:
    FaceSetPtr faces_;
    PreprocessOptions preprocess_;
    int threads_;
    ReadRetry retry_;
};

}  // namespace pf
